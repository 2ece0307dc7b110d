package io.ringhold.wal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** The words for a failed file operation, as the C library has them. */
public final class FileErrors {
    private FileErrors() {}

    /** Why an operation failed, without the file's name, which stands in the sentence around it. */
    public static String reason(final IOException error) {
        return switch (error) {
            case final NoSuchFileException _ -> "No such file or directory";
            case final AccessDeniedException _ -> "Permission denied";
            case final NotDirectoryException _ -> "Not a directory";
            case final FileSystemException e when e.getReason() != null -> e.getReason();
            case final IOException e -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}

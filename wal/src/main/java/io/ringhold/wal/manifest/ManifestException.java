package io.ringhold.wal.manifest;

/** A manifest that breaks the format; {@link ManifestStore} turns it into the operator's line. */
final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ManifestException(final String message) {
        super(message);
    }
}

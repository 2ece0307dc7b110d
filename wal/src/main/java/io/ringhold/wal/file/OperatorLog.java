package io.ringhold.wal.file;

/** Takes lines for the operator. Any thread. */
public interface OperatorLog {
    /** What goes as it should. */
    void notice(String line);

    /** What does not, or needs looking at: whoever wants to hear no more than necessary hears this. */
    void warning(String line);
}

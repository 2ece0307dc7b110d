package io.ringhold.wal.manifest;

/**
 * One file of the log.
 *
 * @param name
 *            inside the log's directory.
 * @param sequence
 *            grows with each new file of a type.
 * @param type
 *            what it is for.
 */
public record ManifestEntry(String name, long sequence, Type type) {
    /** What a file is for. */
    public enum Type {
        BASE('b'), HISTORY('h'), INCREMENT('i');

        private final char letter;

        Type(final char letter) {
            this.letter = letter;
        }

        /** As it stands in the manifest. */
        public char letter() {
            return letter;
        }

        static Type ofLetter(final String text) {
            for (final Type type : values()) {
                if (text.length() == 1 && text.charAt(0) == type.letter) {
                    return type;
                }
            }
            return null;
        }
    }
}

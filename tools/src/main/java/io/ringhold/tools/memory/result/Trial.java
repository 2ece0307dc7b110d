package io.ringhold.tools.memory.result;

/**
 * What another value of a setting would change.
 *
 * @param keys
 *            whose values would be kept otherwise.
 * @param bytesNow
 *            their memory when they are built element by element as the setting is.
 * @param bytesThen
 *            the same with the other value.
 */
public record Trial(String setting, String valueNow, String valueThen, long keys, long bytesNow, long bytesThen) {
    /** Bytes that the change saves; negative when it costs. */
    public long saved() {
        return bytesNow - bytesThen;
    }
}

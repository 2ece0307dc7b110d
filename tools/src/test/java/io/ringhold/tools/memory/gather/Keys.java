package io.ringhold.tools.memory.gather;

import java.nio.charset.StandardCharsets;

import io.ringhold.engine.keyspace.ValueType;

/** Made-up keys. */
final class Keys {
    private Keys() {}

    static KeyFigures string(final String key, final long bytes) {
        final KeyFigures figures = new KeyFigures();
        figures.key(key.getBytes(StandardCharsets.UTF_8));
        figures.hash = key.hashCode() * 0x9e3779b97f4a7c15L;
        figures.type = ValueType.STRING;
        figures.encoding = ValueType.ENCODING_EMBSTR;
        figures.expireAtMs = KeyFigures.NO_EXPIRY;
        figures.bytes = bytes;
        figures.elements = 1;
        figures.payload = bytes / 2;
        figures.slack = 1;
        return figures;
    }

    static KeyFigures hash(final String key, final long bytes, final long elements) {
        final KeyFigures figures = string(key, bytes);
        figures.type = ValueType.HASH;
        figures.encoding = ValueType.ENCODING_LISTPACK;
        figures.elements = elements;
        return figures;
    }

    static KeyFigures expiring(final String key, final long bytes, final long expireAtMs) {
        final KeyFigures figures = string(key, bytes);
        figures.expireAtMs = expireAtMs;
        return figures;
    }
}

package io.ringhold.bench.result;

import java.util.Objects;

/**
 * A server to be measured.
 *
 * @param label
 *            what reports call it; not empty.
 * @param host
 *            name or address, IPv6 without brackets.
 * @param port
 *            1 to 65535.
 */
public record Target(String label, String host, int port) {
    private static final int HIGHEST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException
     *             when the label or the host is empty or the port is none.
     */
    public Target {
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(host, "host");
        if (label.isBlank()) {
            throw new IllegalArgumentException("a target's label is empty");
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("a target's host is empty");
        }
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("a target's port must be 1 to " + HIGHEST_PORT + ", not " + port);
        }
    }

    /** A server that is called by its address. */
    public Target(final String host, final int port) {
        this(address(host, port), host, port);
    }

    /**
     * Reads {@code host:port} or {@code label=host:port}; an IPv6 address stands in brackets.
     *
     * @throws IllegalArgumentException
     *             when the text is neither; its message is for the user.
     */
    public static Target parse(final String text) {
        final int equals = text.lastIndexOf('=');
        final String address = text.substring(equals + 1);
        final int colon = address.lastIndexOf(':');
        if (equals == 0 || colon < 1) {
            throw notATarget(text);
        }
        final String host = withoutBrackets(address.substring(0, colon));
        try {
            final int port = Integer.parseInt(address.substring(colon + 1));
            return equals < 0 ? new Target(host, port) : new Target(text.substring(0, equals), host, port);
        } catch (final NumberFormatException e) {
            final IllegalArgumentException error = notATarget(text);
            error.initCause(e);
            throw error;
        }
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    public String address() {
        return address(host, port);
    }

    private static IllegalArgumentException notATarget(final String text) {
        return new IllegalArgumentException("expected host:port or label=host:port, not '" + text + "'");
    }

    private static String withoutBrackets(final String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String address(final String host, final int port) {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}

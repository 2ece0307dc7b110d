package io.ringhold.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;

/**
 * Addresses as Redis shows them: those of IPv6 in brackets and short, as RFC 5952 has them, which {@link InetAddress#getHostAddress} does not
 * know.
 */
final class AddressText {
    private static final int GROUPS = 8;
    /** Where an IPv4 address within one of IPv6 begins. */
    private static final int IPV4_GROUP = 6;
    private static final int IPV4_MAPPED = 0xffff;

    private AddressText() {}

    /** "ip:port" or "[ip]:port". */
    static String of(final InetSocketAddress address) {
        final byte[] ip = address.getAddress().getAddress();
        final String host = ip.length == Integer.BYTES
                ? address.getAddress().getHostAddress()
                : '[' + ipv6(ip) + ']';
        return host + ':' + address.getPort();
    }

    /** The longest run of zeros is left out, the first of several, when it is more than one; IPv4 addresses within stay readable. */
    static String ipv6(final byte[] ip) {
        final CharBuffer groups = ByteBuffer.wrap(ip).asCharBuffer();
        int zeros = GROUPS;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            final int found = zerosFrom(groups, i);
            if (found > length) {
                zeros = i;
                length = found;
            }
        }
        final boolean hasIpv4 = zeros == 0
                && (length == IPV4_GROUP || length == IPV4_GROUP - 1 && groups.get(length) == IPV4_MAPPED);
        final StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < (hasIpv4 ? IPV4_GROUP : GROUPS)) {
            if (at == zeros) {
                text.append("::");
                at += length;
            } else {
                separate(text).append(Integer.toHexString(groups.get(at)));
                at++;
            }
        }
        if (hasIpv4) {
            separate(text);
            for (int i = IPV4_GROUP * Character.BYTES; i < ip.length; i++) {
                text.append(Byte.toUnsignedInt(ip[i])).append(i + 1 < ip.length ? "." : "");
            }
        }
        return text.toString();
    }

    private static int zerosFrom(final CharBuffer groups, final int from) {
        int end = from;
        while (end < GROUPS && groups.get(end) == 0) {
            end++;
        }
        return end - from;
    }

    private static StringBuilder separate(final StringBuilder text) {
        return text.isEmpty() || text.charAt(text.length() - 1) == ':' ? text : text.append(':');
    }
}

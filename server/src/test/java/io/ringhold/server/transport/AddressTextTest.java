package io.ringhold.server.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1:0:0:0:0:0:0:0, 1::",
        "fe80:0:0:0:0:fcff:fe00:1, fe80::fcff:fe00:1",
        "2001:DB8:0:0:0:0:0:A0, 2001:db8::a0",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "0:1:2:3:4:5:6:7, 0:1:2:3:4:5:6:7",
        "0:0:2:3:4:5:6:7, ::2:3:4:5:6:7",
        "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "0:0:0:0:0:ffff:c000:201, ::ffff:192.0.2.1",
        "0:0:0:0:0:ffff:0:0, ::ffff:0.0.0.0",
        "0:0:0:0:0:fffe:c000:201, ::fffe:c000:201",
        "0:0:0:0:0:0:c000:201, ::192.0.2.1",
        "64:ff9b:0:0:0:0:c000:201, 64:ff9b::c000:201"
    })
    void shouldShortenIpv6(final String groups, final String expected) {
        final ByteBuffer bytes = ByteBuffer.allocate(16);
        for (final String group : groups.split(":", -1)) {
            bytes.putChar((char) Integer.parseInt(group, 16));
        }
        assertThat(AddressText.ipv6(bytes.array())).isEqualTo(expected);
    }

    @Test
    void shouldHaveBracketsAroundIpv6Alone() {
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 6000)))
                .isEqualTo("127.0.0.1:6000");
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("::1"), 6000))).isEqualTo("[::1]:6000");
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.ofLiteral("fe80::1%1"), 6000)))
                .isEqualTo("[fe80::1]:6000");
    }
}

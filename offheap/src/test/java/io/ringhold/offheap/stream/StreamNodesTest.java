package io.ringhold.offheap.stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class StreamNodesTest {
    @ParameterizedTest
    @CsvSource({"4000, 95, 1, 4096, true", "4000, 96, 1, 4096, false", "600000000, 600000000, 1, 2147483647, false",
        "600000000, 400000000, 1, 2147483647, true", "600000000, 600000000, 1, 0, false",
        "1073741740, 0, 1, 0, true", "1073741741, 0, 1, 0, false", "1000000000, 1000000, 10000000, 0, false"})
    void shouldBeginANewNodeWhereAListpackEnds(final int nodeBytes, final long entryBytes, final int fields,
            final int maxBytes, final boolean hasRoom) {
        assertThat(StreamNodes.hasRoom(nodeBytes, entryBytes, fields, maxBytes)).isEqualTo(hasRoom);
    }
}

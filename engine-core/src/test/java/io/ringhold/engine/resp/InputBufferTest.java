package io.ringhold.engine.resp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;

import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.arena.ArenaOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InputBufferTest {
    private static final int CAPACITY = 128 * 1024;
    private static final int MANY_BYTES = 8 << 20;

    private final Arena arena = Arena.reserve(ArenaOptions.of("input-buffer-test", 256L << 20));
    private final RequestFramer framer = new RequestFramer(new RequestLimits());
    private final InputBuffer in = InputBuffer.create(arena, CAPACITY);

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void shouldGrowAFewTimesOnlyForARequestOfManyArguments(final int argumentBytes) {
        final String argument = "$" + argumentBytes + "\r\n" + "a".repeat(argumentBytes) + "\r\n";
        final int count = MANY_BYTES / argument.length();
        final byte[] request = bytes("*" + count + "\r\n" + argument.repeat(count));

        final Set<Integer> capacities = receive(request);

        assertThat(in.commands()).isEqualTo(1);
        assertThat(capacities).hasSizeLessThan(14);
        assertThat(in.capacity()).isLessThanOrEqualTo(request.length / 2 * 3);
    }

    @Test
    void shouldBecomeAsLongAsALargeArgumentWants() {
        final byte[] request = bytes("*2\r\n$4\r\nECHO\r\n$1048576\r\n" + "a".repeat(1 << 20) + "\r\n");

        final Set<Integer> capacities = receive(request);

        assertThat(in.commands()).isEqualTo(1);
        assertThat(capacities).containsExactly(CAPACITY, 2 * CAPACITY, 4 * CAPACITY, 8 * CAPACITY,
                8 * CAPACITY + 16 * 1024);
    }

    /** All capacities that the buffer has while it takes the request. */
    private Set<Integer> receive(final byte[] request) {
        final Set<Integer> capacities = new LinkedHashSet<>();
        int done = 0;
        while (done < request.length) {
            final ByteBuffer room = in.room(framer.wantedBytes());
            capacities.add(in.capacity());
            final int part = Math.min(room.remaining(), request.length - done);
            room.put(request, done, part);
            in.received(part);
            done += part;
            framer.frame(in, false, false);
        }
        return capacities;
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}

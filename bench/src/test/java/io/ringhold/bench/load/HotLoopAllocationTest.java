package io.ringhold.bench.load;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.ringhold.bench.load.measure.ThreadRecorder;
import io.ringhold.bench.server.ReplyScanner;
import io.ringhold.bench.workload.KeyDistribution;
import io.ringhold.bench.workload.KeyFormat;
import io.ringhold.bench.workload.Mix;
import io.ringhold.bench.workload.ValueSizes;
import io.ringhold.bench.workload.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What is done for each command allocates nothing: a load generator that collects garbage measures its own pauses. */
class HotLoopAllocationTest {
    private static final int ROUNDS = 20_000;
    /** What the measuring itself and a late class may take; far less than a byte per round. */
    private static final long TOLERATED = 4000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** One turn of the loop. */
    @FunctionalInterface
    private interface Turn {
        void run() throws Exception;
    }

    private long allocatedBy(Turn turn) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            turn.run();
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            turn.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @ParameterizedTest
    @CsvSource({
        "uniform, 64",
        "sequential, uniform:1:200",
        "zipfian, zipfian:1:200",
        "hot:10:90, '8:9,200:1'"})
    void shouldNotAllocateWhenItWritesRequests(String distribution, String sizes) throws Exception {
        Workload workload = new Workload(Mix.parse("get:80,set:15,incr:5,mset:3:1", List.of("XADD s * f{int} {value}")),
                KeyFormat.of("key:", 0, 1000), KeyDistribution.parse(distribution), ValueSizes.parse(sizes), 1000, 1);
        Workload.Stream stream = workload.stream(0, 0);
        ByteBuffer buffer = ByteBuffer.allocateDirect(workload.largestRequest());

        assertThat(allocatedBy(() -> {
            buffer.clear();
            stream.next(buffer);
        })).isLessThan(TOLERATED);
    }

    @Test
    void shouldNotAllocateWhenItCountsRepliesAndErrorsAndRecordsLatencies() throws Exception {
        byte[] bytes = ("+OK\r\n$64\r\n" + "x".repeat(64)
                + "\r\n:1\r\n*2\r\n$-1\r\n_\r\n%1\r\n+k\r\n,1.5\r\n-ERR no\r\n"
                + ">2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        ReplyScanner scanner = new ReplyScanner(true);
        ThreadRecorder recorder = new ThreadRecorder(1, 0);

        assertThat(allocatedBy(() -> {
            buffer.flip();
            int replies = 0;
            for (int result = scanner.next(buffer); result != ReplyScanner.INCOMPLETE; result = scanner.next(buffer)) {
                replies++;
                if (result == ReplyScanner.ERROR) {
                    recorder.onError(0, scanner);
                }
            }
            recorder.onReplies(0, replies, 1000L * replies, 0);
        })).isLessThan(TOLERATED);
        assertThat(recorder.errors(0)).isEqualTo(2 * ROUNDS);
        assertThat(recorder.latencies(0).getTotalCount()).isEqualTo(2L * ROUNDS * 7);
    }
}

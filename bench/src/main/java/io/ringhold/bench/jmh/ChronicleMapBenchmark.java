package io.ringhold.bench.jmh;

import net.openhft.chronicle.map.ChronicleMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The same in Chronicle Map, an off-heap map that several threads and processes may share and that is locked for that. */
public class ChronicleMapBenchmark extends MicroBenchmark {
    @Param("1048576")
    private int keys;

    private byte[] value = new byte[KeySet.VALUE_BYTES];
    private KeySet set;
    private byte[][] all;
    private ChronicleMap<byte[], byte[]> map;

    @Setup
    public void fill() {
        set = new KeySet(keys);
        all = new byte[keys][];
        map = ChronicleMap.of(byte[].class, byte[].class).name("bench").entries(keys)
                .constantKeySizeBySample(KeySet.key(0)).constantValueSizeBySample(KeySet.value(0)).create();
        for (int i = 0; i < keys; i++) {
            all[i] = KeySet.key(i);
            map.put(all[i], KeySet.value(i));
        }
    }

    @TearDown
    public void release() {
        map.close();
    }

    /** Finds a key and copies its value. */
    @Benchmark
    public byte[] get() {
        value = map.getUsing(all[set.next()], value);
        return value;
    }

    /** Gives a key another value. */
    @Benchmark
    public void put() {
        map.put(all[set.next()], value);
    }
}

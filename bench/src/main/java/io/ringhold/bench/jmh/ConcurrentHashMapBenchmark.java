package io.ringhold.bench.jmh;

import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The same on the Java heap. In the map's favour keys are objects that are there already, and their hashes are known; a server
 * would have to make them from bytes first. What the map costs the garbage collector does not show in these figures.
 */
public class ConcurrentHashMapBenchmark extends MicroBenchmark {
    @Param("1048576")
    private int keys;

    private final byte[] value = new byte[KeySet.VALUE_BYTES];
    private KeySet set;
    private Key[] all;
    private ConcurrentHashMap<Key, byte[]> map;

    @Setup
    public void fill() {
        set = new KeySet(keys);
        all = new Key[keys];
        map = new ConcurrentHashMap<>(keys);
        for (int i = 0; i < keys; i++) {
            all[i] = new Key(KeySet.key(i));
            // not the object that is looked up with: that would be found without comparing
            map.put(new Key(KeySet.key(i)), KeySet.value(i));
        }
    }

    /** Finds a key and copies its value. */
    @Benchmark
    public byte[] get() {
        System.arraycopy(map.get(all[set.next()]), 0, value, 0, KeySet.VALUE_BYTES);
        return value;
    }

    /** Gives a key a new value. */
    @Benchmark
    public byte[] put() {
        return map.put(all[set.next()], value.clone());
    }

    /** Bytes with their hash, as String keeps it. */
    private static final class Key {
        private final byte[] bytes;
        private final int hash;

        Key(final byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        @Override
        public boolean equals(final Object other) {
            return other instanceof final Key key && Arrays.equals(bytes, key.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}

package io.ringhold.wal.rdb;

import java.util.List;

import io.ringhold.engine.config.option.MaxmemoryPolicy;

/**
 * How an RDB file is to be written.
 *
 * @param version
 *            of the format: {@link RdbFormat#VERSION_7_0} to {@link RdbFormat#VERSION_7_4}.
 * @param compresses
 *            {@code rdbcompression}.
 * @param checks
 *            {@code rdbchecksum}.
 * @param policy
 *            {@code maxmemory-policy}, which tells what is written of the access bits: idle times, frequencies or nothing.
 * @param aofBase
 *            whether the file is the base of an append-only log.
 * @param replication
 *            where a replica would go on from; null when nobody asked.
 * @param functions
 *            payloads of function libraries.
 */
public record RdbOptions(int version, boolean compresses, boolean checks, MaxmemoryPolicy policy, boolean aofBase,
        Replication replication, List<byte[]> functions) {

    /**
     * A place in the stream that replicas follow.
     *
     * @param database
     *            that the stream has selected.
     * @param id
     *            of the stream.
     */
    public record Replication(int database, String id, long offset) {}

    /** As Redis writes its files by default, in a version. */
    public static RdbOptions of(final int version) {
        return new RdbOptions(version, true, true, MaxmemoryPolicy.NOEVICTION, false, null, List.of());
    }

    /** The same with a policy. */
    public RdbOptions withPolicy(final MaxmemoryPolicy newPolicy) {
        return new RdbOptions(version, compresses, checks, newPolicy, aofBase, replication, functions);
    }

    /** The same with or without compression of strings. */
    public RdbOptions withCompression(final boolean compress) {
        return new RdbOptions(version, compress, checks, policy, aofBase, replication, functions);
    }

    /** The same with or without a checksum. */
    public RdbOptions withChecksum(final boolean check) {
        return new RdbOptions(version, compresses, check, policy, aofBase, replication, functions);
    }

    /** The same as base of an append-only log. */
    public RdbOptions asAofBase() {
        return new RdbOptions(version, compresses, checks, policy, true, replication, functions);
    }

    /** The same for a replica. */
    public RdbOptions withReplication(final Replication newReplication) {
        return new RdbOptions(version, compresses, checks, policy, aofBase, newReplication, functions);
    }

    /** The same with function libraries. */
    public RdbOptions withFunctions(final List<byte[]> newFunctions) {
        return new RdbOptions(version, compresses, checks, policy, aofBase, replication, List.copyOf(newFunctions));
    }
}

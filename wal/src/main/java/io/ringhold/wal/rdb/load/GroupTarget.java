package io.ringhold.wal.rdb.load;

/** What is made of a consumer group as it is read, in this order. */
interface GroupTarget {
    /** A group; {@code entriesRead} is -1 when that is not known. */
    void begin(long nameAddress, int nameLength, long lastMs, long lastSeq, long entriesRead) throws RdbException;

    /** A pending entry of the group, whose consumer comes later. */
    void pending(long idAddress, long deliveredMs, long deliveries) throws RdbException;

    /** A consumer. */
    void consumer(long nameAddress, int nameLength, long seenMs, long activeMs) throws RdbException;

    /** The consumer has that pending entry of the group. */
    void claim(long idAddress) throws RdbException;

    /** There is no more of the group. */
    void end() throws RdbException;
}

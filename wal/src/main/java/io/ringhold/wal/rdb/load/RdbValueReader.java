package io.ringhold.wal.rdb.load;

import io.ringhold.engine.keyspace.Keyspace;
import io.ringhold.engine.keyspace.ValueBuilder;
import io.ringhold.engine.keyspace.hash.HashValues;
import io.ringhold.engine.keyspace.set.SetValues;
import io.ringhold.engine.util.Doubles;
import io.ringhold.offheap.arena.Arena;
import io.ringhold.offheap.element.Elements;
import io.ringhold.offheap.listpack.ListpackDescriptor;
import io.ringhold.offheap.quicklist.QuicklistDescriptor;
import io.ringhold.wal.rdb.RdbFormat;
import io.ringhold.wal.rdb.load.ziplist.Ziplists;
import io.ringhold.wal.rdb.load.ziplist.Zipmaps;

/**
 * Reads values of every type and encoding into entries that are in no table yet; format: {@link RdbFormat}. Listpacks and intsets become the
 * value as they are, what is older is converted; either is checked element by element before. For who wants it so, large values are not built but handed over
 * part by part ({@link ValueParts}). Engine thread; allocates nothing on the heap but for errors.
 */
public final class RdbValueReader implements AutoCloseable {
    /** What {@link #read} answers when a collection has no elements. */
    public static final long EMPTY = 0;
    /** What {@link #read} answers when the value has been handed over part by part. */
    static final long IN_PARTS = -1;

    private final Keyspace keyspace;
    private final ValueBuilder builder;
    private final Ziplists ziplists;
    private final Zipmaps zipmaps;
    private final StreamReader streams;
    private final PartFeed feed;
    /** Bytes of a string that are needed. */
    private final int shown;
    private final RdbString string = new RdbString();
    private final RdbString value = new RdbString();
    private RdbInput input;
    /** The entry that is being put together, or 0. */
    private long entry;

    /** For values of a keyspace. */
    public RdbValueReader(final Keyspace keyspace) {
        this(keyspace, null);
    }

    /** For values of a keyspace, the large ones of which {@code parts} is given. */
    RdbValueReader(final Keyspace keyspace, final ValueParts parts) {
        this.keyspace = keyspace;
        this.builder = new ValueBuilder(keyspace);
        this.ziplists = new Ziplists(builder.listpack());
        this.zipmaps = new Zipmaps(builder.listpack());
        this.feed = new PartFeed(keyspace, builder, parts);
        this.shown = parts == null ? Integer.MAX_VALUE : parts.longestElement();
        this.streams = new StreamReader(keyspace, feed);
    }

    /** Whether a byte is the type of a value, of modules included. */
    static boolean isType(final int type) {
        return type >= RdbFormat.TYPE_STRING && type <= RdbFormat.TYPE_MODULE_2
                || type >= RdbFormat.TYPE_HASH_ZIPMAP && type <= RdbFormat.TYPE_HASH_LISTPACK_EX;
    }

    /**
     * Reads one value.
     *
     * @param type
     *            one of {@code RdbFormat.TYPE_*}, or any other number, which is an error.
     * @param keyAddress
     *            absolute; not in memory that {@code from} uses for its strings.
     * @param expireAtMs
     *            or {@link io.ringhold.offheap.keys.Entries#NO_EXPIRY}.
     * @return the entry, {@link #EMPTY}, or, when there is someone to hand parts over to, {@link #IN_PARTS}.
     * @throws RdbException
     *             when the bytes are no such value, or there is no memory; then nothing is left of it.
     */
    public long read(final int type, final RdbInput from, final long keyAddress, final int keyLength,
            final long expireAtMs) throws RdbException {
        input = from;
        entry = 0;
        builder.key(keyAddress, keyLength, expireAtMs);
        feed.begin(from);
        boolean complete = false;
        try {
            final boolean hasElements = readValue(type);
            if (feed.hasBegun()) {
                if (entry != 0) {
                    feed.last(entry);
                }
                complete = true;
                return IN_PARTS;
            }
            complete = hasElements;
            return hasElements ? entry : EMPTY;
        } finally {
            if (!complete && entry != 0) {
                builder.discard(entry);
            }
            string.shrink();
            value.shrink();
        }
    }

    /** Frees an entry that {@link #read} has given and that is in no table. */
    void discard(final long unused) {
        builder.discard(unused);
    }

    /** Makes {@link #entry} hold the value; false when it has no elements. */
    private boolean readValue(final int type) throws RdbException {
        return switch (type) {
            case RdbFormat.TYPE_STRING -> readString();
            case RdbFormat.TYPE_LIST -> readList();
            case RdbFormat.TYPE_LIST_ZIPLIST -> readZiplist();
            case RdbFormat.TYPE_LIST_QUICKLIST -> readQuicklist(false);
            case RdbFormat.TYPE_LIST_QUICKLIST_2 -> readQuicklist(true);
            case RdbFormat.TYPE_SET -> readSet();
            case RdbFormat.TYPE_SET_INTSET -> readIntset();
            case RdbFormat.TYPE_SET_LISTPACK -> readListpack(type, "Set listpack");
            case RdbFormat.TYPE_ZSET -> readSortedSet(true);
            case RdbFormat.TYPE_ZSET_2 -> readSortedSet(false);
            case RdbFormat.TYPE_ZSET_ZIPLIST -> readConverted(type, "Zset ziplist");
            case RdbFormat.TYPE_ZSET_LISTPACK -> readListpack(type, "Zset listpack");
            case RdbFormat.TYPE_HASH -> readHash();
            case RdbFormat.TYPE_HASH_ZIPMAP -> readConverted(type, "Zipmap");
            case RdbFormat.TYPE_HASH_ZIPLIST -> readConverted(type, "Hash ziplist");
            case RdbFormat.TYPE_HASH_LISTPACK, RdbFormat.TYPE_HASH_LISTPACK_EX_PRE_GA ->
                readListpack(type, "Hash listpack");
            case RdbFormat.TYPE_HASH_LISTPACK_EX -> {
                input.readLong();
                yield readListpack(type, "Hash listpack");
            }
            case RdbFormat.TYPE_HASH_METADATA_PRE_GA -> readTimedHash(0, false);
            case RdbFormat.TYPE_HASH_METADATA -> readTimedHash(input.readLong(), true);
            case RdbFormat.TYPE_STREAM_LISTPACKS, RdbFormat.TYPE_STREAM_LISTPACKS_2,
                    RdbFormat.TYPE_STREAM_LISTPACKS_3 -> {
                made(builder.stream(), "");
                readStream(type);
                yield true;
            }
            case RdbFormat.TYPE_MODULE_PRE_GA, RdbFormat.TYPE_MODULE_2 ->
                throw input.broken("The value is of a module's type, and modules are not supported");
            default -> throw input.broken("Unknown RDB encoding type " + type);
        };
    }

    private boolean readString() throws RdbException {
        if (input.isNumberNext()) {
            return made(builder.number(input.readNumber()), "");
        }
        input.readString(string, shown);
        if (feed.isLong(string.length())) {
            final long beginning = builder.string(string.address(), string.shown());
            checkMade(beginning, "");
            feed.longString(beginning, string.length());
            return true;
        }
        return made(builder.string(string.address(), string.length()), "");
    }

    private void readStream(final int type) throws RdbException {
        try {
            streams.read(type, input, entry);
        } finally {
            entry = streams.entry();
        }
    }

    /** Sees to it that one more element may be added to {@link #entry}. */
    private void makeRoom() throws RdbException {
        if (feed.isFull(entry)) {
            nextPart();
        }
    }

    private void nextPart() throws RdbException {
        final long next = feed.next(entry);
        entry = 0;
        made(next, "");
    }

    /** Tells of an element that is too long, whose beginning {@link #string} has. */
    private void handOver(final ValueParts.LongElement element) throws RdbException {
        if (!feed.hasBegun()) {
            if (!builder.enlarge(entry)) {
                throw input.outOfMemory();
            }
            nextPart();
        }
        feed.longElement(string, element);
    }

    private boolean readList() throws RdbException {
        final long count = input.readCount();
        made(builder.list(), "");
        for (long i = 0; i < count; i++) {
            input.readString(string, shown);
            push();
        }
        return count > 0;
    }

    private void push() throws RdbException {
        if (feed.isLong(string.length())) {
            // what no listpack holds is to be told as long as it is, too
            final long bytes = ListpackDescriptor.EMPTY_LENGTH + Math.max((long) string.length(),
                    builder.listpack().addedBytes(string.address(), string.length()));
            handOver(new ValueParts.LongElement(string.length(), string.length(),
                    Arena.usableSizeFor(bytes) + Arena.usableSizeFor(QuicklistDescriptor.NODE_LENGTH), false));
            return;
        }
        makeRoom();
        if (!keyspace.lists().push(entry, false, string.address(), string.length())) {
            throw input.outOfMemory();
        }
    }

    private boolean readZiplist() throws RdbException {
        made(builder.list(), "");
        input.readString(string);
        addNode(ziplists.toListpack(string.address(), string.length()));
        return keyspace.lists().length(entry) > 0;
    }

    private boolean readQuicklist(final boolean hasContainers) throws RdbException {
        final long count = input.readCount();
        made(builder.list(), "");
        for (long i = 0; i < count; i++) {
            final long container = hasContainers ? input.readLength() : RdbFormat.CONTAINER_PACKED;
            if (container != RdbFormat.CONTAINER_PACKED && container != RdbFormat.CONTAINER_PLAIN) {
                throw input.broken("Quicklist integrity check failed.");
            }
            if (container == RdbFormat.CONTAINER_PLAIN) {
                input.readString(string, shown);
                push();
            } else {
                makeRoom();
                input.readString(string);
                addNode(hasContainers
                        ? builder.listpackOf(string.address(), string.length())
                        : ziplists.toListpack(string.address(), string.length()));
            }
        }
        return keyspace.lists().length(entry) > 0;
    }

    private void addNode(final long block) throws RdbException {
        checkMade(block, "Listpack integrity check failed.");
        if (!builder.addNode(entry, block)) {
            throw input.outOfMemory();
        }
    }

    private boolean readSet() throws RdbException {
        final long count = input.readCount();
        made(builder.set(count), "");
        for (long i = 0; i < count; i++) {
            input.readString(string, shown);
            if (feed.isLong(string.length())) {
                handOver(new ValueParts.LongElement(string.length(), string.length(), elementBytes(0), false));
                continue;
            }
            makeRoom();
            switch (keyspace.sets().add(entry, string.address(), string.length())) {
                case SetValues.ADDED -> {
                    // the next one
                }
                case SetValues.PRESENT -> throw input.broken("Duplicate set members detected");
                default -> throw input.outOfMemory();
            }
        }
        return count > 0;
    }

    private boolean readIntset() throws RdbException {
        input.readString(string);
        made(builder.setOfIntset(string.address(), string.length()), "Intset integrity check failed.");
        return keyspace.sets().size(entry) > 0;
    }

    private boolean readSortedSet(final boolean hasTextScores) throws RdbException {
        final long count = input.readCount();
        made(builder.sortedSet(count), "");
        for (long i = 0; i < count; i++) {
            input.readString(string, shown);
            final double score = hasTextScores ? readTextScore() : Double.longBitsToDouble(input.readLong());
            if (Double.isNaN(score)) {
                throw input.broken("Zset with NAN score detected");
            }
            if (feed.isLong(string.length())) {
                handOver(new ValueParts.LongElement(string.length(), string.length(), elementBytes(Double.BYTES),
                        false));
                continue;
            }
            makeRoom();
            checkMade(builder.addMember(entry, string.address(), string.length(), score),
                    "Duplicate zset fields detected");
        }
        return count > 0;
    }

    private double readTextScore() throws RdbException {
        final int length = input.readByte();
        return switch (length) {
            case RdbFormat.SCORE_NAN -> Double.NaN;
            case RdbFormat.SCORE_POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
            case RdbFormat.SCORE_NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> Doubles.parse(input.take(length), length);
        };
    }

    private boolean readHash() throws RdbException {
        final long count = input.readCount();
        made(builder.hash(count), "");
        for (long i = 0; i < count; i++) {
            readField(HashValues.NEVER);
        }
        return count > 0;
    }

    /** Of each field the expiry stands before it: 0, or so much behind the earliest, one added where they count from that. */
    private boolean readTimedHash(final long earliestMs, final boolean isRelative) throws RdbException {
        final long count = input.readCount();
        made(builder.hash(count), "");
        for (long i = 0; i < count; i++) {
            final long stated = input.readLength();
            if (stated < 0 || stated > ValueBuilder.MAX_FIELD_TIME_MS || earliestMs < 0
                    || earliestMs > ValueBuilder.MAX_FIELD_TIME_MS) {
                throw input.broken("Hash field with an expiry that is out of range");
            }
            readField(stated == 0 ? HashValues.NEVER : earliestMs + stated - (isRelative ? 1 : 0));
        }
        return count > 0;
    }

    private void readField(final long expireAtMs) throws RdbException {
        input.readString(string, shown);
        input.readString(value, shown);
        final long bytes = (long) string.length() + value.length();
        if (feed.isLong(bytes)) {
            final boolean isTimed = expireAtMs != HashValues.NEVER;
            handOver(new ValueParts.LongElement(bytes, Math.max(string.length(), value.length()),
                    elementBytes(HashValues.tailBytes(value.length())) + (isTimed ? elementBytes(Double.BYTES) : 0),
                    isTimed));
            return;
        }
        makeRoom();
        checkMade(builder.addField(entry, string.address(), string.length(), value.address(), value.length(),
                expireAtMs), "Duplicate hash fields detected, or an expiry that is out of range");
    }

    /** Bytes that the member or field in {@link #string} takes in a large collection, with a tail of so many bytes. */
    private long elementBytes(final long tailBytes) {
        return Arena.usableSizeFor(Elements.bytesOf(string.length(), tailBytes));
    }

    private boolean readListpack(final int type, final String name) throws RdbException {
        input.readString(string);
        final long block = builder.listpackOf(string.address(), string.length());
        checkMade(block, name + " integrity check failed.");
        return ofListpack(type, block, name);
    }

    private boolean readConverted(final int type, final String name) throws RdbException {
        input.readString(string);
        final long block = type == RdbFormat.TYPE_HASH_ZIPMAP
                ? zipmaps.toListpack(string.address(), string.length())
                : ziplists.toListpack(string.address(), string.length());
        checkMade(block, name + " integrity check failed.");
        return ofListpack(type, block, name);
    }

    private boolean ofListpack(final int type, final long block, final String name) throws RdbException {
        final boolean hasElements = builder.listpack().count(block) > 0;
        made(switch (type) {
            case RdbFormat.TYPE_SET_LISTPACK -> builder.setOfListpack(block);
            case RdbFormat.TYPE_ZSET_LISTPACK, RdbFormat.TYPE_ZSET_ZIPLIST -> builder.sortedSetOfListpack(block);
            case RdbFormat.TYPE_HASH_LISTPACK_EX, RdbFormat.TYPE_HASH_LISTPACK_EX_PRE_GA ->
                builder.hashOfTimedListpack(block);
            case RdbFormat.TYPE_HASH_ZIPMAP -> builder.hashOfLongListpack(block);
            default -> builder.hashOfListpack(block);
        }, name + " integrity check failed: duplicates, or elements missing or out of range.");
        return hasElements;
    }

    private boolean made(final long made, final String otherwise) throws RdbException {
        checkMade(made, otherwise);
        entry = made;
        return true;
    }

    private void checkMade(final long made, final String otherwise) throws RdbException {
        if (made == ValueBuilder.NO_MEMORY) {
            throw input.outOfMemory();
        }
        if (made == ValueBuilder.MALFORMED) {
            throw input.broken(otherwise);
        }
    }

    /** Gives scratch memory back; must be called once. */
    @Override
    public void close() {
        string.close();
        value.close();
        streams.close();
    }
}

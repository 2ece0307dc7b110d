package io.ringhold.offheap.arena;

import java.util.function.LongUnaryOperator;

import io.ringhold.offheap.memory.Memory;
import io.ringhold.offheap.memory.NativeMemory;
import org.agrona.UnsafeApi;

import static io.ringhold.offheap.arena.ArenaDescriptor.DIRTY_FREE_BYTES_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.HIGH_WATER_BYTES_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.METADATA_BYTES_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.SPAN_BYTES_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.TAG_BLOCKS_OFFSET;
import static io.ringhold.offheap.arena.ArenaDescriptor.USED_BYTES_OFFSET;

/**
 * A reserved range of off-heap memory with an allocator in it. Blocks are named by their offset from the base: a
 * multiple of 8 that fits 42 bits and is never 0.
 *
 * <p>
 * One thread owns the arena; only the accounting getters and {@link #address(long)} may be called by others, and not
 * after {@link #close()}. Nothing here allocates on the Java heap after set-up, but for the few bytes of a
 * system call in {@link #decommit}.
 *
 * <p>
 * All stores to the arena go through this class, because it tells the {@link WriteBarrier} of each while a cut is open.
 * The allocator's metadata is not announced: cuts do not freeze it.
 * With {@code -Dringhold.bounds.check=true} every access must be inside one live block, a freed block is filled with
 * 0xDD, and freeing what is not a live block is an {@link IllegalStateException}.
 *
 * <p>
 * A full arena is no error: {@link #allocate} and {@link #reallocate} then return 0.
 */
public final class Arena implements AutoCloseable {
    private static final long RANGE_ALIGNMENT = 2L << 20;

    private final String name;
    private final long base;
    private final long reserveBytes;
    private final boolean hugePages;
    private final PageRuns runs;
    private final Spans spans;
    private final LargeBlocks larges;
    private final Evacuation evacuation;
    private final LiveBlocks live;
    private boolean cutOpen;
    private WriteBarrier barrier;
    private volatile boolean closed;

    private Arena(final ArenaOptions options, final long base, final long reserveBytes) {
        this.name = options.name();
        this.base = base;
        this.reserveBytes = reserveBytes;
        this.hugePages = options.hugePages() && NativeMemory.adviseHugePages(base, reserveBytes) == 0;
        this.runs = new PageRuns(this, reserveBytes, options.limitBytes());
        this.spans = new Spans(this, runs);
        this.larges = new LargeBlocks(this, runs);
        this.evacuation = new Evacuation(this, spans);
        this.live = Memory.BOUNDS_CHECK ? new LiveBlocks(this) : null;
    }

    /**
     * Reserves the range. When the system refuses it, half is tried, and so on down to the limit.
     *
     * @throws IllegalStateException
     *             when not even the limit can be reserved
     */
    public static Arena reserve(final ArenaOptions options) {
        return reserve(options, bytes -> NativeMemory.reserve(bytes, RANGE_ALIGNMENT));
    }

    /** The same with another source of ranges: it returns an address, or minus the error number. */
    static Arena reserve(final ArenaOptions options, final LongUnaryOperator source) {
        final long least = roundToPage(options.limitBytes());
        long bytes = roundToPage(options.reserveBytes());
        long address = source.applyAsLong(bytes);
        while (address < 0 && bytes > least) {
            bytes = Math.max(roundToPage(bytes >>> 1), least);
            address = source.applyAsLong(bytes);
        }
        if (address < 0) {
            throw new IllegalStateException("arena " + options.name() + ": the system refused to reserve " + bytes
                    + " bytes of address space (errno " + -address + "); lower the memory limit or raise ulimit -v");
        }
        final Arena arena = new Arena(options, address, bytes);
        if (Memory.BOUNDS_CHECK) {
            Memory.register(address, bytes, arena.live);
        }
        return arena;
    }

    private static long roundToPage(final long bytes) {
        return (bytes + ArenaDescriptor.PAGE_LENGTH - 1) & -ArenaDescriptor.PAGE_LENGTH;
    }

    /**
     * Allocates a block; its content is undefined.
     *
     * @param bytes
     *            0 or more
     * @return its offset, or 0 when the limit or the range is exhausted
     */
    public long allocate(final long bytes, final MemoryTag tag) {
        final long offset;
        if (bytes > SizeClasses.MAX_BLOCK_BYTES) {
            offset = larges.allocate(bytes, tag.id());
        } else if (bytes >= 0) {
            offset = spans.allocate(SizeClasses.classOf(Math.max(bytes, 1)), tag.id());
        } else {
            throw new IllegalArgumentException("arena " + name + ": cannot allocate " + bytes + " bytes");
        }
        if (Memory.BOUNDS_CHECK && offset != 0) {
            live.allocated(offset);
        }
        return offset;
    }

    /**
     * Frees a block, in constant time and without a system call.
     *
     * @throws IllegalStateException
     *             when the offset is certainly not of a block; with bounds checks, whenever it is not of a live one
     */
    public void free(final long offset) {
        if (Memory.BOUNDS_CHECK) {
            live.freeing(offset);
        }
        final long span = headDescriptor(offset);
        final int word = loadInt(span);
        if (PageDescriptor.kindOf(word) == PageDescriptor.KIND_SPAN) {
            spans.free(span, word, offset);
        } else if (PageDescriptor.kindOf(word) == PageDescriptor.KIND_LARGE) {
            larges.free(span);
        } else {
            throw notABlock(offset);
        }
    }

    /** How many bytes of the block may be used: at least what was asked for. */
    public long usableSize(final long offset) {
        if (Memory.BOUNDS_CHECK) {
            live.checkBlock(offset);
        }
        return loadLong(headDescriptor(offset) + PageDescriptor.USABLE_BYTES_OFFSET);
    }

    /** The {@link #usableSize} of a block that is allocated with so many bytes; the same in every arena. */
    public static long usableSizeFor(final long bytes) {
        return bytes > SizeClasses.MAX_BLOCK_BYTES
                ? ArenaDescriptor.roundToSystemPage(bytes)
                : SizeClasses.sizeOf(SizeClasses.classOf(Math.max(bytes, 1)));
    }

    /** The tag that the block was allocated with. */
    public MemoryTag tagOf(final long offset) {
        if (Memory.BOUNDS_CHECK) {
            live.checkBlock(offset);
        }
        return MemoryTag.ofId(PageDescriptor.tagIdOf(loadInt(headDescriptor(offset))));
    }

    /**
     * Changes the size of a block, in place where that wastes less than half of it, else by moving it.
     *
     * @return the offset of the block that now holds the content, or 0 when there is no room: then the old block
     *         remains as it was
     */
    public long reallocate(final long offset, final long newBytes, final MemoryTag tag) {
        if (newBytes < 0) {
            throw new IllegalArgumentException("arena " + name + ": cannot allocate " + newBytes + " bytes");
        }
        final long usable = usableSize(offset);
        final long descriptor = headDescriptor(offset);
        final int word = loadInt(descriptor);
        if (PageDescriptor.tagIdOf(word) == tag.id()) {
            if (newBytes <= usable && (newBytes > usable >>> 1 || usable <= Long.BYTES)) {
                return offset;
            }
            if (PageDescriptor.kindOf(word) == PageDescriptor.KIND_LARGE && newBytes > SizeClasses.MAX_BLOCK_BYTES
                    && resizeLarge(offset, descriptor, newBytes)) {
                return offset;
            }
        }
        final long moved = allocate(newBytes, tag);
        if (moved != 0) {
            copy(moved, offset, Math.min(usable, newBytes));
            free(offset);
        }
        return moved;
    }

    private boolean resizeLarge(final long offset, final long descriptor, final long newBytes) {
        if (!Memory.BOUNDS_CHECK) {
            return larges.resize(descriptor, newBytes);
        }
        live.resizing(offset);
        final boolean resized = larges.resize(descriptor, newBytes);
        live.resized(offset);
        return resized;
    }

    /**
     * Frees the first bytes of a large block that is used up from the left, in whole pages of 64 KiB; small blocks stay as they are.
     *
     * @param bytes
     *            how many are not needed any more; the last page is kept.
     * @return where the block begins now, which is what is to be freed at the end
     */
    public long trimFront(final long offset, final long bytes) {
        final long descriptor = headDescriptor(offset);
        final int pages = (int) Math.min(bytes >>> ArenaDescriptor.PAGE_SHIFT,
                loadInt(descriptor + PageDescriptor.PAGES_OFFSET) - 1L);
        if (pages <= 0 || PageDescriptor.kindOf(loadInt(descriptor)) != PageDescriptor.KIND_LARGE) {
            return offset;
        }
        final long trimmed = offset + ((long) pages << ArenaDescriptor.PAGE_SHIFT);
        if (Memory.BOUNDS_CHECK) {
            live.trimming(offset);
        }
        larges.trimFront(descriptor, pages);
        if (Memory.BOUNDS_CHECK) {
            live.allocated(trimmed);
        }
        return trimmed;
    }

    /**
     * Takes bytes of a block off the accounts that nothing was stored to yet, or adds them when something is: a table made in one piece that
     * fills from the left takes no memory before that. What was taken off must be added before the block is freed.
     *
     * @param difference
     *            to add, less than 0 to take off.
     */
    public void accountUntouched(final MemoryTag tag, final long difference) {
        accountBytes(tag.id(), difference);
    }

    /**
     * Gives free memory that was used before back to the system, the largest runs first. To be called in slices from
     * the owner's timer. What was touched ahead of need in times of more data goes as well. Does nothing while a cut is open, which may still read the free pages: they would be copied first.
     *
     * @param maxBytes
     *            how much at most; less than a page of 64 KiB is nothing
     * @return how many bytes were given back
     * @throws IllegalStateException
     *             when the system refuses
     */
    public long decommit(final long maxBytes) {
        if (cutOpen) {
            return 0;
        }
        runs.giveBackAhead();
        final long first = runs.decommit(maxBytes);
        if (maxBytes - first < ArenaDescriptor.PAGE_LENGTH || !spans.releaseEmpty()) {
            return first;
        }
        return first + runs.decommit(maxBytes - first);
    }

    /** What empties spans of which little is in use. */
    public Evacuation evacuation() {
        return evacuation;
    }

    /** Bytes of spans and large blocks that no live block takes. */
    public long fragmentedBytes() {
        return spanBytes() - (usedBytes() - metadataBytes());
    }

    /** Whether a cut is open: to move blocks now would make it copy their pages. */
    public boolean hasCut() {
        return cutOpen;
    }

    /** What touches memory before the owner needs it. */
    public Prefault prefault() {
        return runs.prefault();
    }

    /** Stores one byte. */
    public void putByte(final long offset, final byte value) {
        checkAccess(offset, 1);
        beforeStore(offset, 1);
        UnsafeApi.putByte(base + offset, value);
    }

    /** Stores 2 bytes; alignment is not needed. */
    public void putShort(final long offset, final short value) {
        checkAccess(offset, Short.BYTES);
        beforeStore(offset, Short.BYTES);
        UnsafeApi.putShort(base + offset, value);
    }

    /** Stores 4 bytes; alignment is not needed. */
    public void putInt(final long offset, final int value) {
        checkAccess(offset, Integer.BYTES);
        beforeStore(offset, Integer.BYTES);
        UnsafeApi.putInt(base + offset, value);
    }

    /** Stores 8 bytes; alignment is not needed. */
    public void putLong(final long offset, final long value) {
        checkAccess(offset, Long.BYTES);
        storeLink(offset, value);
    }

    /**
     * Stores 4 bytes past the barrier: an open cut may show them as they were, as they are, or some of each. Only for what is
     * advice and may be any of these, such as how recently a key was used; anything else tears the snapshot.
     */
    public void putIntAdvisory(final long offset, final int value) {
        checkAccess(offset, Integer.BYTES);
        UnsafeApi.putInt(base + offset, value);
    }

    /** Stores bytes from an absolute address, which may lie in this arena and overlap. */
    public void putBytes(final long offset, final long sourceAddress, final long lengthBytes) {
        checkAccess(offset, lengthBytes);
        beforeStore(offset, lengthBytes);
        Memory.copy(sourceAddress, base + offset, lengthBytes);
    }

    /** Stores a part of an array. */
    public void putArray(final long offset, final byte[] source, final int index, final int lengthBytes) {
        checkAccess(offset, lengthBytes);
        beforeStore(offset, lengthBytes);
        Memory.copyFromArray(source, index, base + offset, lengthBytes);
    }

    /** Copies within the arena as if through a buffer of its own: the ranges may overlap. */
    public void copy(final long destinationOffset, final long sourceOffset, final long lengthBytes) {
        checkAccess(sourceOffset, lengthBytes);
        checkAccess(destinationOffset, lengthBytes);
        beforeStore(destinationOffset, lengthBytes);
        Memory.copyUnchecked(base + sourceOffset, base + destinationOffset, lengthBytes);
    }

    /** Sets each byte of a range. */
    public void fill(final long offset, final long lengthBytes, final byte value) {
        checkAccess(offset, lengthBytes);
        storeFill(offset, lengthBytes, value);
    }

    /** Loads one byte. */
    public byte getByte(final long offset) {
        checkAccess(offset, 1);
        return UnsafeApi.getByte(base + offset);
    }

    /** Loads 2 bytes. */
    public short getShort(final long offset) {
        checkAccess(offset, Short.BYTES);
        return UnsafeApi.getShort(base + offset);
    }

    /** Loads 4 bytes. */
    public int getInt(final long offset) {
        checkAccess(offset, Integer.BYTES);
        return loadInt(offset);
    }

    /** Loads 8 bytes. */
    public long getLong(final long offset) {
        checkAccess(offset, Long.BYTES);
        return loadLong(offset);
    }

    /** The absolute address of an offset, for reading and for system calls; it holds until the arena is closed. */
    public long address(final long offset) {
        return base + offset;
    }

    /** Where the pages of blocks begin; before them is the allocator's metadata. */
    public long dataStart() {
        return (long) runs.firstDataPage() << ArenaDescriptor.PAGE_SHIFT;
    }

    /** Where the pages of blocks end now: none behind is in use. */
    public long dataEnd() {
        return (long) runs.topPage() << ArenaDescriptor.PAGE_SHIFT;
    }

    /** The absolute address of a range that is stored to at once by other means: the barrier is told of it here. */
    public long addressToStore(final long offset, final long lengthBytes) {
        checkAccess(offset, lengthBytes);
        beforeStore(offset, lengthBytes);
        return base + offset;
    }

    /**
     * Opens a cut: from here on each store to a block is announced, and which pages come and go.
     *
     * @throws IllegalStateException
     *             when one is open
     */
    public void openCut(final WriteBarrier writeBarrier) {
        if (cutOpen) {
            throw new IllegalStateException("arena " + name + ": a cut is open already");
        }
        barrier = writeBarrier;
        cutOpen = true;
    }

    /** Closes the cut; without one nothing happens. A barrier may do so while it is being told of a store. */
    public void closeCut() {
        cutOpen = false;
        barrier = null;
    }

    /** Usable bytes of all live blocks, and the allocator's metadata. */
    public long usedBytes() {
        return account(USED_BYTES_OFFSET);
    }

    /** Usable bytes of the live blocks of a tag; METADATA includes the allocator's own. */
    public long usedBytes(final MemoryTag tag) {
        final long blocks = account(ArenaDescriptor.tagOffset(tag.id()));
        return tag == MemoryTag.METADATA ? blocks + metadataBytes() : blocks;
    }

    /** How many live blocks have a tag. */
    public long blockCount(final MemoryTag tag) {
        return account(ArenaDescriptor.tagOffset(tag.id()) + TAG_BLOCKS_OFFSET);
    }

    /** The header and the page descriptors that have been touched. */
    public long metadataBytes() {
        return account(METADATA_BYTES_OFFSET);
    }

    /** Bytes that spans and large blocks hold, in use or not; of a large block in units of 4 KiB. */
    public long spanBytes() {
        return account(SPAN_BYTES_OFFSET);
    }

    /** Bytes that are free and have not been given back to the system. */
    public long dirtyFreeBytes() {
        return account(DIRTY_FREE_BYTES_OFFSET);
    }

    /** Bytes held from the system: metadata, spans, large blocks and dirty free pages. Never above the limit. */
    public long committedBytes() {
        return metadataBytes() + spanBytes() + dirtyFreeBytes();
    }

    /** The most that {@link #usedBytes()} has been. */
    public long highWaterBytes() {
        return account(HIGH_WATER_BYTES_OFFSET);
    }

    /**
     * The most that may be held from the system. Against it each page of 64 KiB counts in full, while
     * {@link #committedBytes()} counts large blocks in units of 4 KiB.
     */
    public long limitBytes() {
        return account(ArenaDescriptor.LIMIT_BYTES_OFFSET);
    }

    /** The size of the address range, which may be less than was asked for. */
    public long reservedBytes() {
        return reserveBytes;
    }

    /** Whether the system agreed to use huge pages. */
    public boolean hugePages() {
        return hugePages;
    }

    /** The name given at set-up. */
    public String name() {
        return name;
    }

    /** Unmaps the range; every reference and address into it is dead then. A second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Memory.unregister(base);
            NativeMemory.release(base, reserveBytes);
        }
    }

    @Override
    public String toString() {
        return closed
                ? "arena " + name + " (closed)"
                : "arena " + name + ": used " + usedBytes() + ", committed " + committedBytes() + ", limit "
                        + limitBytes() + ", reserved " + reserveBytes;
    }

    int firstDataPage() {
        return runs.firstDataPage();
    }

    int topPage() {
        return runs.topPage();
    }

    /** To be called when pages that were free become part of a span or large block. */
    void pagesTaken(final int firstPage, final int pages) {
        if (cutOpen) {
            barrier.pagesTaken(firstPage, pages);
        }
    }

    /** To be called before free pages are given back to make room, which an open cut must survive. */
    void givingBack(final int firstPage, final int pages) {
        if (cutOpen) {
            // Those that have not been freed since the cut were free then, and need no copies.
            barrier.pagesTaken(firstPage, pages);
            beforeStore((long) firstPage << ArenaDescriptor.PAGE_SHIFT, (long) pages << ArenaDescriptor.PAGE_SHIFT);
        }
    }

    /** To be called when pages of a span or large block become free. */
    void pagesFreed(final int firstPage, final int pages) {
        if (cutOpen) {
            barrier.pagesFreed(firstPage, pages);
        }
    }

    /** Pages for a span or a large block, if need be out of the spans that are kept empty; 0 when there are none. */
    int allocatePages(final int pages, final long countedBytes) {
        int head = runs.allocate(pages, countedBytes);
        if (head == 0 && spans.releaseEmpty()) {
            head = runs.allocate(pages, countedBytes);
        }
        return head;
    }

    /** Adds a block to the accounts, or with a sign of -1 takes it off. */
    void accountBlock(final int tagId, final long bytes, final long sign) {
        final long account = ArenaDescriptor.tagOffset(tagId);
        storeLong(account + TAG_BLOCKS_OFFSET, loadLong(account + TAG_BLOCKS_OFFSET) + sign);
        accountBytes(tagId, sign * bytes);
    }

    /** Adds to the bytes of a tag, and to the total. */
    void accountBytes(final int tagId, final long bytes) {
        final long account = ArenaDescriptor.tagOffset(tagId);
        storeLong(account, loadLong(account) + bytes);
        accountUsed(bytes);
    }

    /** Adds to the used bytes of the arena alone. */
    void accountUsed(final long bytes) {
        final long used = loadLong(USED_BYTES_OFFSET) + bytes;
        storeLong(USED_BYTES_OFFSET, used);
        if (used > loadLong(HIGH_WATER_BYTES_OFFSET)) {
            storeLong(HIGH_WATER_BYTES_OFFSET, used);
        }
    }

    int loadInt(final long offset) {
        return UnsafeApi.getInt(base + offset);
    }

    long loadLong(final long offset) {
        return UnsafeApi.getLong(base + offset);
    }

    /** Stores metadata, which has no block to check against and which cuts do not freeze. */
    void storeInt(final long offset, final int value) {
        UnsafeApi.putInt(base + offset, value);
    }

    void storeLong(final long offset, final long value) {
        UnsafeApi.putLong(base + offset, value);
    }

    /** Stores to a data page without asking for a live block: the allocator's links stand in freed ones. */
    void storeLink(final long offset, final long value) {
        beforeStore(offset, Long.BYTES);
        UnsafeApi.putLong(base + offset, value);
    }

    void storeFill(final long offset, final long lengthBytes, final byte value) {
        beforeStore(offset, lengthBytes);
        UnsafeApi.setMemory(base + offset, lengthBytes, value);
    }

    /** The descriptor of the first page of the span or large block that holds an offset. */
    long headDescriptor(final long offset) {
        final int page = (int) (offset >>> ArenaDescriptor.PAGE_SHIFT);
        return PageDescriptor.descriptorOffset(
                loadInt(PageDescriptor.descriptorOffset(page) + PageDescriptor.HEAD_OFFSET));
    }

    IllegalStateException notABlock(final long offset) {
        return new IllegalStateException("arena " + name + ": no block starts at offset " + offset);
    }

    private void beforeStore(final long offset, final long lengthBytes) {
        if (cutOpen && lengthBytes > 0) {
            barrier.beforeStore(offset, lengthBytes);
        }
    }

    private void checkAccess(final long offset, final long lengthBytes) {
        if (Memory.BOUNDS_CHECK) {
            live.check(base + offset, lengthBytes);
        }
    }

    private long account(final long offset) {
        if (closed) {
            throw new IllegalStateException("arena " + name + " is closed");
        }
        return loadLong(offset);
    }
}

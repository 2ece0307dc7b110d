package io.ringhold.offheap.arena;

/** Walks over the spans and large blocks of an arena, for tests that look at the raw bytes of everything in use. */
public final class UsedPages {
    /** Is told of a span or large block. */
    @FunctionalInterface
    public interface Visitor {
        void visit(long offset, long lengthBytes);
    }

    private UsedPages() {}

    public static void forEach(final Arena arena, final Visitor visitor) {
        int page = arena.firstDataPage();
        while (page < arena.topPage()) {
            final long descriptor = PageDescriptor.descriptorOffset(page);
            final int pages = arena.loadInt(descriptor + PageDescriptor.PAGES_OFFSET);
            if (PageDescriptor.kindOf(arena.loadInt(descriptor)) != PageDescriptor.KIND_FREE) {
                visitor.visit((long) page << ArenaDescriptor.PAGE_SHIFT, (long) pages << ArenaDescriptor.PAGE_SHIFT);
            }
            page += pages;
        }
    }
}

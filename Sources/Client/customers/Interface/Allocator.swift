import CAllocator

/// Where Swift's objects come from.
enum Allocator {
    /// Has it give back what is not needed any more.
    ///
    /// It would keep a heap for every thread, and for good what a page of customers took while it was read: half as much
    /// again as the interface holds. No two threads here are busy for long at once.
    static func keepSmall() {
        callocator_keep_small(64 * 1_024, 128 * 1_024)
    }
}

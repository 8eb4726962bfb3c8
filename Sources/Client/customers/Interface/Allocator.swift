import CAllocator

/// Where Swift's objects come from.
enum Allocator {
    /// Has it give back what is not needed any more.
    ///
    /// It would keep a heap for every thread, and for good what a page of customers took while it was read: half as much
    /// again as the interface holds. No two threads here are busy for long at once.
    static func keepSmall() {
        // Larger than the bits of a search among a million, smaller than a page of customers as it comes.
        callocator_keep_small(160 * 1_024, 256 * 1_024)
    }
}

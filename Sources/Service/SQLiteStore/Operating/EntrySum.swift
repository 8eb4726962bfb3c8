import FoundationEssentials

/// What is left of a set of search entries, in whatever order they come: two sets that differ have another sum, but for a
/// chance of one in 2⁶⁴.
struct EntrySum: Equatable {
    private var count = 0
    private var sum: UInt64 = 0

    /// The hashes have a seed that changes with each run of the program, so that nobody can make up entries to match.
    mutating func add(_ text: Data, customer: Int64) {
        var hasher = Hasher()
        hasher.combine(text)
        hasher.combine(customer)
        count += 1
        sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
    }

    /// In words, when it is not the same.
    func difference(from due: EntrySum) -> String {
        count == due.count
            ? "some of the \(count) search entries are not those of the customers"
            : "there are \(count) search entries, and the customers have \(due.count)"
    }
}

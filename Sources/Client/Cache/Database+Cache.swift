import GRDB

extension Database {
    /// How many kilobytes of the file this connection keeps in memory.
    enum PageCache: Int {
        case reading = 1_000
        /// A thousand customers touch three thousand pages of a large cache, each of which is written once if it stays.
        case filling = 32_000
    }

    func setPageCache(_ size: PageCache) throws {
        try execute(sql: "PRAGMA cache_size = -\(size.rawValue)")
        if size == .reading { releaseMemory() }
    }
}

/// What is in the file cannot have been written by this program.
struct Damage: Error {
    let what: String

    init(_ what: String) {
        self.what = what
    }
}

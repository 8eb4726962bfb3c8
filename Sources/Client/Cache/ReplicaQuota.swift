import Glibc

/// How much of a directory is kept on this machine at most, whatever its server says: a feed can be without an end.
package struct ReplicaQuota: Hashable, Sendable {
    /// Changes that may come before a feed is at its end, and customers that are kept.
    package var customers: Int
    /// Of the cache's files.
    package var bytes: Int

    /// Limits the copy to so many customers, and its file to so many bytes.
    package init(customers: Int = 1_500_000, bytes: Int = 768 << 20) {
        self.customers = customers
        self.bytes = bytes
    }

    /// The same, but no more than a third of what is free where the cache is: others need room there too, a session's
    /// directory is in memory, and what is given up is overwritten by way of a log that takes as much again.
    func fitting(_ location: CacheLocation) -> ReplicaQuota {
        guard case .file(let path) = location, let free = CacheFile(path: path).freeBytes else { return self }
        var quota = self
        quota.bytes = min(bytes, (free + CacheFile(path: path).bytes) / 3)
        return quota
    }

    /// Which of the two is exceeded, for people; `nil` when neither is.
    func excess(customers: Int, bytes: Int) -> String? {
        if customers > self.customers { return "more than \(self.customers) customers" }
        return bytes > self.bytes ? "more than \(self.bytes >> 20) MB" : nil
    }
}

extension CacheFile {
    /// What the files take together.
    var bytes: Int {
        sizes.reduce(0, +)
    }

    /// What this user may still write there (statvfs(3)); `nil` when that is unknown.
    var freeBytes: Int? {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { return nil }
        let (bytes, isTooMany) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return isTooMany ? .max : Int(clamping: bytes)
    }
}

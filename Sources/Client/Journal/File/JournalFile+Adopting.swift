import Domain

extension JournalFile {
    /// Makes what waits for another API this one's, to be sent there.
    ///
    /// What is finished stays the other's: it can be undone no more.
    ///
    /// - Parameter owner: whose it is, as the person was told.
    /// - Returns: whether it was moved; not when it is somebody else's by now.
    mutating func adopt(from owner: String) throws(JournalFailure) -> Bool {
        try lock()
        defer { unlock() }
        _ = try catchUp()
        if let readOnly { throw JournalFailure(.readOnly, readOnly) }
        guard header.api == owner, owner != api else { return false }
        try moveOn()
        return true
    }
}

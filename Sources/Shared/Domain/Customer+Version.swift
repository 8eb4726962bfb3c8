extension Customer {
    /// What a version may be: from 1 to the largest integer that every reader of JSON has (RFC 8259 §6), so that what is
    /// counted from a version never overflows.
    package static let versions = 1...(1 << 53)

    /// A number from outside as a version; `nil` when it is out of range.
    package static func version(_ number: some BinaryInteger) -> Int? {
        Int(exactly: number).flatMap { versions.contains($0) ? $0 : nil }
    }

    /// Whether what is known of them is newer than what is left of a version that was deleted, or is being deleted: a deletion
    /// and a restoration make a version each.
    package func isRestored(since version: Int) -> Bool { self.version - 1 > version }

    /// The version that a change of this one makes; `nil` behind the last that there can be.
    package static func version(after version: Int) -> Int? {
        versions.contains(version) ? Self.version(version + 1) : nil
    }
}

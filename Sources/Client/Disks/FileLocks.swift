package import SystemPackage

/// The locks of a disk that is not the machine's own: flock(2), by descriptor, on files that have numbers.
package struct FileLocks: Sendable {
    private var holders: [Int: Int32] = [:]

    package init() {}

    /// - Returns: `false` when another descriptor has the lock and `wait` is not asked for.
    /// - Throws: `EDEADLK` instead of waiting, for nobody else runs meanwhile who would let go.
    package mutating func lock(_ file: Int, by descriptor: Int32, wait: Bool) throws(Errno) -> Bool {
        guard let holder = holders[file], holder != descriptor else {
            holders[file] = descriptor
            return true
        }
        guard !wait else { throw .deadlock }
        return false
    }

    /// Lets go of the file that a descriptor has locked, if it has one.
    package mutating func unlock(by descriptor: Int32) {
        if let file = holders.first(where: { $0.value == descriptor })?.key { holders[file] = nil }
    }
}

import Glibc
import Synchronization

/// Files that are none yet: what ends the program takes them along.
package enum TemporaryFiles {
    private static let files = Mutex<[String: Entry]>([:])

    /// Held while what belongs together is done.
    private static let completion = Mutex(())

    private struct Entry {
        let identity: FileIdentity
        let companions: [String]
    }

    /// Makes a file that has to go when the program ends before it is complete; the end does not come in between.
    ///
    /// - Parameters:
    ///   - companions: what others put beside it and goes along, by the ends of its names, such as `-wal`.
    ///   - descriptor: of the file that was made.
    package static func make<File: Sendable, Failure: Error>(
        _ path: String, companions: [String] = [], descriptorOf descriptor: (File) -> CInt,
        _ body: () throws(Failure) -> File
    ) throws(Failure) -> File {
        try files.withLock { files throws(Failure) in
            let file = try body()
            if let identity = try? FileStatus(of: descriptor(file)).identity {
                files[path] = Entry(identity: identity, companions: companions)
            }
            return file
        }
    }

    /// It is complete, or gone.
    package static func remove(_ path: String) {
        files.withLock { files in files[path] = nil }
    }

    /// Does what belongs together, as a file's getting its name and another's losing it: the end of the program waits.
    package static func completing<Value>(_ body: () throws -> Value) rethrows -> Value {
        try completion.withLock { _ in try body() }
    }

    /// Removes them all, and nobody adds one any more: anyone who tries to waits for the end of the program, which follows.
    ///
    /// A file that another process has made in the place of one stays.
    package static func removeAll(beforeEnd end: () -> Never) -> Never {
        completion.withLock { _ in
            files.withLock { files in
                for (path, entry) in files where FileIdentity(path: path) == entry.identity {
                    for suffix in [""] + entry.companions { unlink(path + suffix) }
                }
                end()
            }
        }
    }
}

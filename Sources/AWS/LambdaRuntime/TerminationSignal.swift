import Glibc

/// SIGTERM, which Lambda sends before it takes an environment away, as something to wait for.
package enum TerminationSignal {
    /// A pipe that the signal writes to: the read end becomes readable once the signal has come, and stays so.
    private static let pipe: (readEnd: Int32, writeEnd: Int32)? = {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }()

    /// Has SIGTERM reported by a descriptor instead of ending the process.
    ///
    /// - Returns: the descriptor that becomes readable; `nil` when there are none left, and SIGTERM stays as it was.
    package static func descriptor() -> Int32? {
        guard let pipe else { return nil }
        signal(SIGTERM) { _ in
            var byte: UInt8 = 0
            // `pipe` was made before the handler was, so nothing is initialised here; write is safe in a handler.
            if let end = TerminationSignal.pipe?.writeEnd { _ = write(end, &byte, 1) }
        }
        return pipe.readEnd
    }
}

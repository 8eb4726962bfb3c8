import Glibc

/// Two ends of a pipe to or from a program, which no other program inherits.
struct CommandPipe {
    let readEnd: CInt
    let writeEnd: CInt

    /// - Returns: `nil` when the system has no descriptors left.
    init?() {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }
}

import Glibc
import Synchronization

/// This program once more, in a process of its own that can be killed.
struct ProbeProcess {
    private let process: pid_t
    private let output: Int32
    private var received: [UInt8] = []

    struct DidNotStart: Error {}

    /// Held while a pipe is made and given away, so that no other process is born with it.
    private static let birth = Mutex(())

    init(_ arguments: [String]) throws(DidNotStart) {
        self = try Self.birth.withLock { _ throws(DidNotStart) in try Self(alone: arguments) }
    }

    private init(alone arguments: [String]) throws(DidNotStart) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw DidNotStart() }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        output = ends[0]
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        let texts = (["journal-probe"] + arguments).map { strdup($0) }
        defer { for text in texts { free(text) } }
        var process: pid_t = 0
        guard posix_spawn(&process, "/proc/self/exe", &actions, nil, texts + [nil], environ) == 0 else {
            close(output)
            throw DidNotStart()
        }
        self.process = process
    }

    func kill() { _ = Glibc.kill(process, SIGKILL) }

    /// Waits until it has written so many lines, or has ended.
    mutating func wait(forLines count: Int) {
        while received.count(where: { $0 == UInt8(ascii: "\n") }) < count, receive() {}
    }

    /// Waits for its end.
    ///
    /// - Returns: the lines that it wrote, and its exit status; `nil` when a signal ended it.
    mutating func finish() -> (lines: [String], status: Int32?) {
        defer { close(output) }
        while receive() {}
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let lines = String(decoding: received, as: UTF8.self).split(separator: "\n").map(String.init)
        return (lines, status & 0x7F == 0 ? status >> 8 & 0xFF : nil)
    }

    /// - Returns: whether there may be more.
    private mutating func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(output, &buffer, buffer.count)
            if count > 0 {
                received += buffer[..<count]
                return true
            }
            if count == 0 || errno != EINTR { return false }
        }
    }
}

/// What a program said of its edits.
struct ProbeAccount {
    private(set) var saved: Set<Int> = []
    /// Said not to be saved, nor to turn up.
    private(set) var unsaved: Set<Int> = []
    private(set) var isRefused = false
    /// How many edits behind the last that was said to be saved may be there: one of each process since, for each may have been
    /// killed between saving one and saying so.
    private(set) var maximumUnsaid = 0

    /// - Parameter lines: of one process.
    mutating func read(_ lines: [String]) {
        maximumUnsaid = lines.contains { $0.hasPrefix("saved ") } ? 1 : maximumUnsaid + 1
        for line in lines {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == "saved", let number = Int(words[1]) {
                saved.insert(number)
                unsaved.remove(number)
            } else if line.hasPrefix("NOT SAVED"), words.count > 2, let number = Int(words[2]) {
                isRefused = true
                if !line.hasSuffix("may reappear") { unsaved.insert(number) }
            }
        }
    }
}

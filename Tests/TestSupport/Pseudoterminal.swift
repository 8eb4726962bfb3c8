import CPseudoterminal
import Dispatch
import Glibc
import Synchronization

/// A real terminal with a program in it: takes keys, shows what the program draws on a ``VirtualScreen``.
///
/// Nothing is polled: output and the program's end arrive as events, and a test that waits for a state is woken when it is
/// there. Deadlines only turn a test that would hang into one that fails, with the screen in its message.
package actor Pseudoterminal {
    /// What the screen shows now.
    package private(set) var screen: VirtualScreen
    /// All that the program wrote.
    package private(set) var output: [UInt8] = []
    /// How the program ended; `nil` while it runs.
    package private(set) var end: ProgramEnd?

    package nonisolated let process: Int32
    private nonisolated let terminal: Int32
    private let source: any DispatchSourceRead
    private var isHungUp = false
    private var waiters: [Int: Waiter] = [:]
    private var waiterCount = 0

    private struct Waiter {
        let isSatisfied: (isolated Pseudoterminal) -> Bool
        let continuation: CheckedContinuation<Bool, Never>
    }

    private enum Event {
        case output([UInt8])
        case status(Int32, rusage)
    }

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: the path of the program and its arguments.
    ///   - environment: all of it; TERM names what the screen takes itself for.
    ///   - leaks: under which number the program inherits the terminal's outer end, if at all.
    package init(
        _ command: [String], environment: [String: String], rows: Int = 24, columns: Int = 80, leaks: Int32 = 0
    ) throws {
        let terminal = pseudoterminal_open(Int32(rows), Int32(columns))
        guard terminal >= 0 else { throw PseudoterminalFailure.system("no pseudoterminal", errno) }
        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        process = pseudoterminal_spawn(terminal, leaks, arguments, variables)
        guard process > 0 else {
            let number = errno
            Glibc.close(terminal)
            throw PseudoterminalFailure.system("cannot start \(command[0])", number)
        }
        self.terminal = terminal
        screen = VirtualScreen(rows: rows, columns: columns)
        let (events, continuation) = AsyncStream<Event>.makeStream()
        // What the program leaves behind may write on after its end.
        let open = Mutex(2)
        let finish: @Sendable () -> Void = {
            let rest = open.withLock { open in
                open -= 1
                return open
            }
            if rest == 0 { continuation.finish() }
        }
        let (source, readRest) = Self.read(terminal) {
            continuation.yield(.output($0))
        } whenOver: {
            finish()
        }
        self.source = source
        Self.watch(process) {
            // A test that waits for the end has all that was written before it.
            readRest()
            continuation.yield(.status($0, $1))
        } whenOver: {
            finish()
        }
        Task { [weak self] in
            for await event in events { await self?.handle(event) }
        }
    }

    isolated deinit {
        if end == nil { Glibc.kill(process, SIGKILL) }
        source.cancel()
        if !isHungUp { Glibc.close(terminal) }
    }
}

/// How a program ended.
package struct ProgramEnd: Hashable, Sendable {
    /// Its exit code; `nil` when a signal ended it.
    package let code: Int32?
    package let signal: Int32?
    /// Processor time, its own and the kernel's for it.
    package let processorMilliseconds: Int
}

/// Why a test in a terminal cannot go on; its description is what the test shows.
package enum PseudoterminalFailure: Error, CustomStringConvertible {
    case system(String, Int32)
    /// What was waited for, and the screen at the time.
    case deadline(String, [String])

    package var description: String {
        switch self {
        case .system(let what, let number): "\(what): \(String(cString: strerror(number)))"
        case .deadline(let what, let lines): "Waited in vain for \(what). The screen:\n" + lines.joined(separator: "\n")
        }
    }
}

// MARK: - What a person does

extension Pseudoterminal {
    /// Types bytes.
    package func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !isHungUp, !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
        }
    }

    /// Types text; `\u{1B}` is the Escape key.
    package func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Drags the window.
    package func resize(rows: Int, columns: Int) {
        screen.resize(rows: rows, columns: columns)
        _ = pseudoterminal_resize(terminal, Int32(rows), Int32(columns))
    }

    /// Drops the line: the program gets SIGHUP, and errors from then on.
    package func hangUp() {
        guard !isHungUp else { return }
        isHungUp = true
        source.cancel()
        Glibc.close(terminal)
    }

    /// Writes onto the screen from the side, as a message from another program does.
    package func spoil(_ text: String) {
        screen.feed(text.utf8)
    }

    package func kill(_ signal: Int32) {
        if end == nil { Glibc.kill(process, signal) }
    }
}

// MARK: - What is seen

extension Pseudoterminal {
    /// Waits until the screen is as asked.
    ///
    /// - Throws: ``PseudoterminalFailure/deadline(_:_:)`` after `seconds`.
    package func wait(
        for what: String, seconds: Double = 15, _ isSatisfied: @escaping @Sendable (VirtualScreen) -> Bool
    ) async throws {
        try await wait(for: what, seconds: seconds, state: { isSatisfied($0.screen) })
    }

    /// Waits until a text is on the screen.
    package func wait(forText text: String, seconds: Double = 15) async throws {
        try await wait(for: "\"\(text)\"", seconds: seconds) { $0.contains(text) }
    }

    /// Waits for the program's end.
    package func waitForEnd(seconds: Double = 15) async throws -> ProgramEnd {
        try await wait(for: "the program's end", seconds: seconds, state: { $0.end != nil })
        guard let end else { throw PseudoterminalFailure.deadline("the program's end", screen.lines) }
        return end
    }

    /// The line settings, as bytes to be compared.
    package var lineSettings: LineSettings {
        var settings = termios()
        tcgetattr(terminal, &settings)
        return LineSettings(settings)
    }

    /// The settings of a terminal that no program has touched.
    package static var untouchedLineSettings: LineSettings {
        let terminal = pseudoterminal_open(24, 80)
        defer { Glibc.close(terminal) }
        var settings = termios()
        tcgetattr(terminal, &settings)
        return LineSettings(settings)
    }

    private func wait(
        for what: String, seconds: Double, state isSatisfied: @escaping (isolated Pseudoterminal) -> Bool
    ) async throws {
        if isSatisfied(self) { return }
        waiterCount += 1
        let number = waiterCount
        let deadline = Task {
            try await Task.sleep(for: .seconds(seconds))
            self.resume(number, false)
        }
        defer { deadline.cancel() }
        let isThere = await withCheckedContinuation { continuation in
            waiters[number] = Waiter(isSatisfied: isSatisfied, continuation: continuation)
        }
        guard isThere else { throw PseudoterminalFailure.deadline(what, screen.lines) }
    }

    private func resume(_ number: Int, _ isThere: Bool) {
        waiters.removeValue(forKey: number)?.continuation.resume(returning: isThere)
    }
}

/// What `stty -a` shows.
package struct LineSettings: Hashable, Sendable {
    package let input, output, control, local: UInt32
    package let characters: [UInt8]

    init(_ settings: termios) {
        input = settings.c_iflag
        output = settings.c_oflag
        control = settings.c_cflag
        local = settings.c_lflag
        characters = withUnsafeBytes(of: settings.c_cc) { Array($0) }
    }

    /// Whether keys arrive one by one and unechoed.
    package var isRaw: Bool { local & UInt32(ICANON | ECHO | ISIG) == 0 }
}

// MARK: - Events

extension Pseudoterminal {
    private func handle(_ event: Event) {
        switch event {
        case .output(let bytes):
            output += bytes
            screen.feed(bytes)
        case .status(let status, let usage): applyStatus(status, usage)
        }
        for (number, waiter) in waiters where waiter.isSatisfied(self) { resume(number, true) }
    }

    /// Reads what wait4(2) said.
    private func applyStatus(_ status: Int32, _ usage: rusage) {
        let signal = status & 0x7F
        let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        let micros = Int(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        end = ProgramEnd(
            code: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
            processorMilliseconds: seconds * 1_000 + micros / 1_000)
    }

    /// - Returns: what reads as output arrives, and a call that reads all that has arrived by now.
    private static func read(
        _ terminal: Int32, _ handle: @escaping @Sendable ([UInt8]) -> Void,
        whenOver finish: @escaping @Sendable () -> Void
    ) -> (any DispatchSourceRead, @Sendable () -> Void) {
        // A descriptor of its own, closed when dispatch has let go of it.
        let terminal = fcntl(terminal, F_DUPFD_CLOEXEC, 0)
        let isOpen = Mutex(true)
        let source = DispatchSource.makeReadSource(fileDescriptor: terminal, queue: DispatchQueue(label: "terminal"))
        source.setEventHandler {
            isOpen.withLock { _ in
                if let bytes = arrived(terminal) { handle(bytes) } else { source.cancel() }
            }
        }
        source.setCancelHandler {
            isOpen.withLock { $0 = false }
            Glibc.close(terminal)
            finish()
        }
        source.activate()
        return (
            source,
            {
                isOpen.withLock { isOpen in
                    while isOpen, let bytes = arrived(terminal), !bytes.isEmpty { handle(bytes) }
                }
            }
        )
    }

    /// - Returns: what can be read without waiting; `nil` for EIO: the program and all that it started have closed the other
    ///   end.
    private static func arrived(_ terminal: Int32) -> [UInt8]? {
        var state = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, 0) == 1 else { return [] }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(terminal, &buffer, buffer.count)
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// Waits on a thread of its own for each change of the program's state.
    private static func watch(
        _ process: Int32, _ handle: @escaping @Sendable (Int32, rusage) -> Void,
        whenOver finish: @escaping @Sendable () -> Void
    ) {
        DispatchQueue(label: "process").async {
            var status: Int32 = 0
            var usage = rusage()
            while true {
                guard wait4(process, &status, 0, &usage) == process else {
                    if errno == EINTR { continue } else { return finish() }
                }
                handle(status, usage)
            }
        }
    }
}

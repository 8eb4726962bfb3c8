import Dispatch
import Glibc
import Synchronization

/// The signals that ask a program to end: SIGINT, SIGTERM and SIGHUP, as far as they are not ignored, as nohup(1) has it with
/// SIGHUP.
///
/// From the moment that this is made until it is gone the first of each does not end the program but is told to who responds;
/// one that comes before anybody does waits. A second one of its number, and one that nobody has answered when this goes, ends
/// the program as it does by itself.
package final class EndingSignals: Sendable {
    private let numbers: [Int32]
    private let source = Mutex<(any DispatchSourceRead)?>(nil)

    package init() {
        numbers = Self.caught()
    }

    deinit {
        for number in numbers { signal(number, SIG_DFL) }
        source.withLock { source in source?.cancel() }
        if let number = Self.next() { Self.end(by: number) }
    }

    /// Has each signal call this, beside the program's work, with its number.
    package func respond(_ body: @escaping @Sendable (Int32) -> Void) {
        guard let end = Self.pipe?.readEnd else { return }
        source.withLock { source in source = Self.source(end, body) }
    }

    private static func source(
        _ end: Int32, _ body: @escaping @Sendable (Int32) -> Void
    ) -> sending any DispatchSourceRead {
        let source = DispatchSource.makeReadSource(fileDescriptor: end, queue: .global())
        source.setEventHandler {
            while let number = Self.next() { body(number) }
        }
        source.resume()
        return source
    }

    /// Ends this process as a signal does by itself, so that who waits for it knows.
    package static func end(by number: Int32) -> Never {
        signal(number, SIG_DFL)
        // To this thread: those of dispatch block what is sent to the process.
        var own = sigset_t()
        sigemptyset(&own)
        sigaddset(&own, number)
        pthread_sigmask(SIG_UNBLOCK, &own, nil)
        raise(number)
        while true { pause() }
    }

    // MARK: - Catching

    /// What the signals write their numbers to: those that come before anybody reads wait there.
    static let pipe: (readEnd: Int32, writeEnd: Int32)? = {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        return (ends[0], ends[1])
    }()

    /// The next one that nobody has answered.
    private static func next() -> Int32? {
        var number: UInt8 = 0
        guard let end = pipe?.readEnd, read(end, &number, 1) == 1 else { return nil }
        return Int32(number)
    }

    /// Has each signal write to the pipe once, and then do again what it does by itself.
    ///
    /// - Returns: the signals; none without a pipe.
    private static func caught() -> [Int32] {
        guard pipe != nil else { return [] }
        var action = sigaction()
        action.__sigaction_handler.sa_handler = { number in
            let code = errno
            var byte = UInt8(truncatingIfNeeded: number)
            // `pipe` was made before the handler was set, so nothing is initialised here; write is safe in a handler.
            if let end = EndingSignals.pipe?.writeEnd { _ = write(end, &byte, 1) }
            errno = code
        }
        action.sa_flags = Int32(truncatingIfNeeded: Int64(SA_RESTART) | Int64(SA_RESETHAND))
        let signals = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
        for number in signals { sigaction(number, &action, nil) }
        return signals
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

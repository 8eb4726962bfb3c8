import Glibc
import Testing

@testable import Signals

@Suite("Signals that ask a program to end", .serialized, .timeLimit(.minutes(1)))
struct EndingSignalsTests {
    @Test("One that comes before anybody responds waits, and does not end the program")
    func early() async {
        await #expect(processExitsWith: .success) {
            let signals = EndingSignals()
            kill(getpid(), SIGTERM)
            let (numbers, continuation) = AsyncStream.makeStream(of: Int32.self)
            signals.respond { continuation.yield($0) }
            var iterator = numbers.makeAsyncIterator()
            let first = await iterator.next()
            kill(getpid(), SIGINT)
            // Each has a first time.
            let second = await iterator.next()
            withExtendedLifetime(signals) {}
            exit((first, second) == (SIGTERM, SIGINT) ? EXIT_SUCCESS : EXIT_FAILURE)
        }
    }

    @Test("One that is ignored stays ignored")
    func ignored() async {
        await #expect(processExitsWith: .success) {
            signal(SIGHUP, SIG_IGN)
            do {
                let signals = EndingSignals()
                kill(getpid(), SIGHUP)
                withExtendedLifetime(signals) {}
            }
            kill(getpid(), SIGHUP)
        }
    }

    @Test("A second one of its number ends the program")
    func second() async {
        await #expect(processExitsWith: .signal(SIGTERM)) {
            let signals = EndingSignals()
            let (numbers, continuation) = AsyncStream.makeStream(of: Int32.self)
            signals.respond { continuation.yield($0) }
            kill(getpid(), SIGTERM)
            for await _ in numbers { kill(getpid(), SIGTERM) }
            withExtendedLifetime(signals) {}
        }
    }

    @Test("One that nobody has answered ends the program when nobody will any more")
    func unanswered() async {
        await #expect(processExitsWith: .signal(SIGINT)) {
            let signals = EndingSignals()
            kill(getpid(), SIGINT)
            for _ in 0..<1_000_000 where !EndingSignals.hasUnanswered { sched_yield() }
            withExtendedLifetime(signals) {}
        }
    }
}

extension EndingSignals {
    /// Whether there is one that nobody has answered: what is sent to the process is taken by any of its threads, a moment later.
    fileprivate static var hasUnanswered: Bool {
        var end = pollfd(fd: pipe?.readEnd ?? -1, events: Int16(POLLIN), revents: 0)
        return poll(&end, 1, 0) == 1
    }
}

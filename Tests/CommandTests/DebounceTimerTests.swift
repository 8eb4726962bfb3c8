import Testing

@testable import customers

@Suite("Timers of the interface")
struct DebounceTimerTests {
    @Test("Starting a running timer unless it runs does not put it off")
    @MainActor
    func startedUnlessRunning() async {
        let (rings, continuation) = AsyncStream<String>.makeStream()
        let first = DebounceTimer { continuation.yield("first") }
        let second = DebounceTimer { continuation.yield("second") }
        first.startUnlessRunning(milliseconds: 1)
        first.startUnlessRunning(milliseconds: 60_000)
        second.start(milliseconds: 60_000)
        second.stop()
        second.startUnlessRunning(milliseconds: 100)
        var rung: [String] = []
        for await name in rings {
            rung.append(name)
            if name == "second" { break }
        }
        #expect(rung == ["first", "second"])
        withExtendedLifetime((first, second)) {}
    }

    @Test("A countdown that is started again and again rings once, when its last start is due")
    @MainActor
    func startedAgain() async {
        let (rings, continuation) = AsyncStream<String>.makeStream()
        func countdown(_ name: String, _ starts: Int...) -> DebounceTimer {
            let countdown = DebounceTimer { continuation.yield(name) }
            for milliseconds in starts { countdown.start(milliseconds: milliseconds) }
            return countdown
        }
        let countdowns = [
            countdown("pushed back", 1, 2, 200), countdown("pulled forward", 60_000, 1), countdown("stopped", 5),
            countdown("between", 100), countdown("last", 300),
        ]
        countdowns[2].stop()
        var rung: [String] = []
        for await name in rings {
            rung.append(name)
            if name == "last" { break }
        }
        #expect(rung == ["pulled forward", "between", "pushed back", "last"])
        withExtendedLifetime(countdowns) {}
    }
}

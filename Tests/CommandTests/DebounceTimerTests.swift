import Testing

@testable import customers

@Suite("Timers of the interface")
struct DebounceTimerTests {
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

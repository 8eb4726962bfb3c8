import Foundation
import Testing

/// Plays random events to the interface and holds it to its two laws.
///
/// `INTERFACE_EVENTS` says how many events are played in all, `INTERFACE_SEED` the first seed: each play has its own, and
/// leads to the same on every machine.
@Suite("Over random events the interface keeps its two laws")
struct InterfaceLawsTests {
    private static let events = number("INTERFACE_EVENTS") ?? 20_000
    private static let firstSeed = UInt64(number("INTERFACE_SEED") ?? 1)

    @Test("A key acts on the customer the focused pane names; nothing from outside moves focus, selection or subject")
    func laws() {
        let (finding, seed, tally) = Self.play(nil)
        if let finding { Issue.record("\(Self.account(of: finding, seed))") }
        // What never had anything to look at proves nothing.
        #expect(tally.marked > Self.events / 1_000)
        #expect(tally.acts > Self.events / 100 && tally.names > Self.events / 20, "\(tally.message)")
    }

    @Test("A law that is broken on purpose is noticed", arguments: Sabotage.allCases)
    func noticed(_ sabotage: Sabotage) {
        let (finding, _, tally) = Self.play(sabotage)
        #expect(finding?.law == sabotage.law, "\(finding?.text ?? "nothing") in \(tally.message)")
    }

    /// Plays until there were events enough, or a law is broken.
    private static func play(_ sabotage: Sabotage?) -> (finding: Finding?, seed: UInt64, Tally) {
        var (tally, seed) = (Tally(), firstSeed)
        while tally.events < events {
            var play = Play(seed: seed, sabotage: sabotage, keepsTrace: false)
            let finding = play.run(events: min(Play.length, events - tally.events))
            tally.add(play.tally)
            if finding != nil { return (finding, seed, tally) }
            seed += 1
        }
        return (nil, seed, tally)
    }

    /// What was played before a law was broken, and the screens before and after.
    private static func account(of finding: Finding, _ seed: UInt64) -> String {
        var play = Play(seed: seed, sabotage: nil, keepsTrace: true)
        _ = play.run(events: Play.length)
        return (["seed \(seed) breaks law \(finding.law): \(finding.text)"] + play.trace).joined(separator: "\n  ")
    }

    private static func number(_ variable: String) -> Int? {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
    }
}

import ArgumentParser

/// Plays random events to the interface and holds it to its two laws.
@main
struct InterfaceLaws: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interface-laws",
        abstract: "Hold the interface to its laws over random events.",
        discussion: """
            Law 1: whom a key acts on is whom the focused pane names on the screen.
            Law 2: nothing from outside moves focus, selection or subject.
            The exit status is 1 when a law is broken, or when a sabotage is not noticed. A seed leads to the same play on \
            every machine.
            """)

    @Option(help: "How many events to play in all.")
    var count = 20_000

    @Option(help: "The first seed; each play has its own.")
    var first: UInt64 = 1

    @Option(help: "Break a law on purpose, in this way.")
    var sabotage: Sabotage?

    @Flag(help: "Break the laws in every way there is, and see that each is noticed within the count.")
    var prove = false

    @Flag(help: "Print the events of a play that breaks a law, and the screen before and after.")
    var trace = false

    func run() throws {
        guard prove else {
            if try play(sabotage) == nil { return }
            throw ExitCode(1)
        }
        var missed = 0
        for sabotage in Sabotage.allCases {
            let finding = try play(sabotage)
            let isNoticed = finding.map { $0.law == sabotage.law } ?? false
            print("\(isNoticed ? "noticed" : "MISSED ") \(sabotage.rawValue): \(finding?.text ?? "nothing")")
            if !isNoticed { missed += 1 }
        }
        if missed > 0 { throw ExitCode(1) }
    }

    /// Plays until the count is reached or a law is broken.
    private func play(_ sabotage: Sabotage?) throws -> Finding? {
        let clock = ContinuousClock()
        let start = clock.now
        var (tally, seed) = (Tally(), first)
        while tally.events < count {
            var play = Play(seed: seed, sabotage: sabotage, keepsTrace: trace)
            let finding = play.run(events: min(Play.length, count - tally.events))
            tally.add(play.tally)
            if let finding {
                if sabotage == nil || trace {
                    print("seed \(seed), event \(play.tally.events): BROKEN law \(finding.law): \(finding.text)")
                    for line in play.trace { print("  \(line)") }
                }
                return finding
            }
            seed += 1
        }
        if sabotage == nil { print("\(tally.sentence) in \(clock.now - start); no law was broken") }
        return nil
    }
}

extension Sabotage: ExpressibleByArgument {}

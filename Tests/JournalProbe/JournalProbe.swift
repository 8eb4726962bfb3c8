import ArgumentParser

/// A small program with a journal on the real disk, for the tests to kill, and the proofs that are too long for a build
/// that is not optimised.
@main
struct JournalProbe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal-probe", abstract: "Write to a journal, or prove what it promises.",
        subcommands: [Append.self, Prove.self])
}

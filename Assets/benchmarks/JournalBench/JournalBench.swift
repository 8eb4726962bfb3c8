import ArgumentParser
import BenchSupport
import Domain
import Journal
import Wire

/// Measures the journal on the real disk and prints the figures as JSON.
@main
struct JournalBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal-bench", abstract: "Measure how long saving an edit and opening a journal take.")

    @Option(help: "A directory that is not there yet, on the disk to measure.")
    var path: String

    @Option(help: "How many edits to save, and as many bare writes.")
    var saves = 2_000

    @Option(help: "How many entries the journal has that is opened.")
    var entries = 10_000

    @Option(help: "How often it is opened.")
    var openings = 40

    private struct Report: Encodable {
        let save: Figures
        /// A write and an fdatasync of the same bytes.
        let bareWrite: Figures
        /// How much longer the median save takes than the median bare write.
        let saveToBareWrite: Double
        let open: Figures
        let memory = ProcessMemory.now()
    }

    func run() throws {
        let saving = try Saving(path: path).measure(saves)
        let opening = try Opening(path: path, entries: entries).measure(openings)
        let (save, bareWrite) = (Figures(saving.journal), Figures(saving.bare))
        try printReport(
            Report(
                save: save, bareWrite: bareWrite, saveToBareWrite: save.p50Milliseconds / bareWrite.p50Milliseconds,
                open: Figures(opening)))
    }
}

/// The edits that are measured: one field of a person each, as the client journals them.
struct Edits {
    static let api = "https://api.example.org"
    private var count = 0

    mutating func next() -> Entry {
        count += 1
        let old = "+44 20 7946 \(count)"
        let edit = CustomerEdit([.phone: FieldChange(from: old, to: old + "0")])
        return Entry(customer: .random(), form: Entry.Form(op: .random(), change: .edit(edit, version: 1 + count % 9)))
    }
}

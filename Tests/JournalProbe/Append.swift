import ArgumentParser
import Domain
import Glibc
import Journal
import Wire

/// Enters edits one after the other and says of each whether it was saved, at once and without a buffer; to be killed.
///
/// It goes on after the last edit of its name that is in the journal, so that it can be started again and again.
struct Append: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Enter edits, saying of each whether it was saved.")

    @Argument(help: "The journal's directory.")
    var directory: String

    @Option(help: "Whose edits they are; each name has two customers of its own.")
    var name = "a"

    @Option(help: "The number after that of the last edit.")
    var end = Int.max

    @Option(help: "After so many edits one that is discarded at once, so that something is dead.")
    var discardEvery = 4

    @Option(help: "Dead bytes that are worth a new file.")
    var deadBytes = 4_096

    @Option(help: "Bytes that a file may have (RLIMIT_FSIZE).")
    var fileBytes: UInt?

    func run() throws {
        if let fileBytes { try limitFiles(fileBytes) }
        let edits = ProbeEdits(name: name)
        let journal: EditJournal
        do throws(JournalFailure) {
            journal = try EditJournal.open(
                directory: directory, api: ProbeEdits.api, maximumDeadBytes: deadBytes
            ).journal
        } catch {
            say("not opened \(error.kind) \(error.message)")
            throw ExitCode(2)
        }
        var number = edits.count(in: journal.queue)
        while number < end {
            let isSaved = say("\(number)", journal, .enter([edits.entry(number)]))
            guard isSaved else { throw ExitCode(3) }
            number += 1
            if number.isMultiple(of: discardEvery) { try makeSomethingDead(journal, edits) }
        }
    }

    private func makeSomethingDead(_ journal: EditJournal, _ edits: ProbeEdits) throws {
        guard let sequence = try? journal.append(.enter([edits.passing()])).first else { return }
        _ = try? journal.append(.cancel(sequence, .discard))
        _ = try? journal.compactIfNeeded()
    }

    /// - Returns: whether it was saved.
    private func say(_ number: String, _ journal: EditJournal, _ request: QueueRequest) -> Bool {
        do throws(JournalAppendFailure) {
            try journal.append(request)
            say("saved \(number)")
            return true
        } catch {
            if case .notSaved(let failure, let mayReappear) = error {
                say("NOT SAVED \(number) \(failure.kind)\(mayReappear ? ", may reappear" : "")")
            } else {
                say("refused \(number)")
            }
            return false
        }
    }

    /// One write, so that what is said has left when the program is killed.
    private func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }

    private func limitFiles(_ bytes: UInt) throws {
        // Without a handler the signal would end the program before the write fails (setrlimit(2)).
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
        guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { throw ExitCode(4) }
    }
}

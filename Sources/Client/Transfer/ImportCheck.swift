package import APIClient
package import Domain
package import Wording

/// Reads a whole file before anything of it is sent.
package struct ImportCheck: Sendable {
    /// How many records there are, equal ones counted once.
    package private(set) var count = 0
    /// The lines that say again what one before them says.
    package private(set) var repeated: Set<Int> = []
    /// The lines that name their customers by the id.
    package private(set) var givenIDs: [CustomerID: Int] = [:]
    /// How many lines state what a customer is already, though a rule would not let them become so.
    package private(set) var excused = 0

    private let name: String
    private let isEmpty: Bool
    private let unusedMapping: String?
    private var faults = Faults()

    /// Faults that are named one by one.
    static let maximumFaultsNamed = 20
    /// Faults where it is worth asking whether the customer is like that already.
    private static let maximumFaultsKept = 1_000

    /// - Throws: ``ExitStatus/badData`` with every line at fault, or the first of them and their number.
    init(_ file: ImportFile) throws(CommandFailure) {
        self.init(reading: file)
        try judge()
    }

    /// Leaves it to ``judge()`` to say what is wrong.
    package init(reading file: ImportFile) {
        (name, isEmpty, unusedMapping) = (file.text.name, file.isEmpty, file.unusedMapping)
        guard !isEmpty else { return }
        var known = KnownLines()
        do throws(LineFault) {
            for result in try file.records() { add(result, &known) }
        } catch {
            faults.add(error)
        }
    }

    private mutating func add(_ result: Result<ImportRecord, LineFault>, _ known: inout KnownLines) {
        do throws(LineFault) {
            let record = try result.get()
            if try known.repeats(record) {
                repeated.insert(record.line)
            } else {
                count += 1
                if record.isIDGiven { givenIDs[record.id] = record.line }
            }
        } catch {
            faults.add(error)
        }
    }

    /// - Throws: ``ExitStatus/badData`` with every line at fault, or the first of them and their number; also for an empty
    ///   file, which may be what is left of one that was not written to its end.
    package func judge() throws(CommandFailure) {
        guard !isEmpty else { throw CommandFailure(.badData, "\(name) is empty: there is nothing to import.") }
        guard faults.count == 0 else { throw faults.failure(name) }
        guard let unusedMapping else { return }
        let cause = "no record has the member \(unusedMapping) that --map names"
        throw CommandFailure(.badData, "\(name) was not imported: \(cause), and nothing was sent.")
    }

    /// Whether there are faults, each of which may be what a customer is already.
    package var isDoubtful: Bool {
        faults.count > 0 && faults.kept.count == faults.count && faults.kept.allSatisfy { $0.input != nil }
    }

    /// Without the faults of lines that state what a customer is already.
    ///
    /// - Parameter isKnown: whether a customer is as stated.
    package func excusing(
        _ isKnown: (CustomerInput) async throws(APIFailure) -> Bool
    ) async throws(APIFailure) -> ImportCheck {
        var (check, rest) = (self, Faults())
        for fault in faults.kept {
            // Behind as many as are named nothing is to be learnt: the file is refused.
            if rest.count < Self.maximumFaultsNamed, let input = fault.input, try await isKnown(input) {
                check.excused += 1
            } else {
                rest.add(fault)
            }
        }
        check.faults = rest
        return check
    }

    private struct Faults {
        var count = 0
        var kept: [LineFault] = []

        mutating func add(_ fault: LineFault) {
            count += 1
            if kept.count < maximumFaultsKept { kept.append(fault) }
        }

        func failure(_ name: String) -> CommandFailure {
            let named = kept.prefix(maximumFaultsNamed)
            let lines = named.map { "line \($0.line) \($0.message)" }
            let rest = count > named.count ? ["… and \(Phrases.count(count - named.count, "more line"))"] : []
            let headline =
                "\(name) was not imported: \(Phrases.count(count, "line")) cannot be taken, and nothing was sent."
            return CommandFailure(.badData, headline, lines: (lines + rest).map { "  " + $0 })
        }
    }

    /// Who came before, so that two lines about one customer are noticed.
    private struct KnownLines {
        private var byID: [CustomerID: Line] = [:]
        private var byEmail: [String: Line] = [:]

        private struct Line {
            let number: Int
            /// A hash, because the lines themselves are too many to be kept; it need only tell those about one customer apart.
            let content: Int
        }

        /// Whether the record says the same as one before.
        mutating func repeats(_ record: ImportRecord) throws(LineFault) -> Bool {
            let line = Line(number: record.line, content: record.content.hashValue)
            let sameEmail = record.emailKey.flatMap { byEmail.updateValue(line, forKey: $0) }
            let sameID = byID.updateValue(line, forKey: record.id)
            guard let other = sameEmail ?? sameID else { return false }
            if other.content == line.content { return true }
            let what = sameEmail == nil ? "customer_id" : "email"
            throw LineFault(
                line: record.line, message: "has the same \(what) as line \(other.number), and other values")
        }
    }
}

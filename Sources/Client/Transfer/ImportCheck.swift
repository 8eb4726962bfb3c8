package import APIClient
package import Domain
package import Wording

/// Reads a whole file before anything of it is sent.
package struct ImportCheck: Sendable {
    /// How many records can be taken, equal ones counted once.
    package private(set) var count = 0
    /// The lines that say again what one before them says.
    package private(set) var repeated: Set<Int> = []
    /// Lines about one customer with different values, each with another of them.
    private(set) var contradicting: [Int: Contradiction] = [:]
    /// The lines that name their customers by the id.
    package private(set) var givenIDs: [CustomerID: Int] = [:]
    /// Of lines that break a rule, those that state what a customer is already.
    package private(set) var excused: Set<Int> = []
    /// What lines have besides and is not taken, the first of them, and how many lines there are.
    private var others = (lines: [String](), count: 0)

    private let name: String
    private let isEmpty: Bool
    private let unusedMapping: String?
    /// What is wrong with the head, so that nothing behind it can be understood.
    private var head: LineFault?
    private var faults = Faults()

    /// Faults that are named one by one.
    static let maximumFaultsNamed = 20
    /// Faults where it is worth asking whether the customer is like that already.
    private static let maximumFaultsKept = 1_000

    /// - Throws: ``ExitStatus/badData`` with every line at fault, or the first of them and their number.
    init(_ file: ImportFile) throws(CommandFailure) {
        self.init(reading: file)
        try validate(isStrict: true)
    }

    /// Leaves it to ``validate(isStrict:)`` to say what is wrong.
    package init(reading file: ImportFile) {
        (name, isEmpty, unusedMapping) = (file.text.name, file.isEmpty, file.unusedMapping)
        guard !isEmpty else { return }
        var known = KnownLines()
        do throws(LineFault) {
            for result in try file.records() { add(result, &known) }
        } catch {
            head = error
        }
    }

    private mutating func add(_ result: Result<ImportRecord, LineFault>, _ known: inout KnownLines) {
        switch result {
        case .failure(let fault): faults.add(fault)
        case .success(let record):
            switch known.add(record) {
            case .new:
                count += 1
                if record.isIDGiven { givenIDs[record.id] = record.line }
                note(record)
            case .same: repeated.insert(record.line)
            case .different(let first, let what):
                // Nobody knows which of them is right.
                contradict(first, Contradiction(other: record.line, what: what), wasCounted: true)
                contradict(record.line, Contradiction(other: first, what: what), wasCounted: false)
            }
        }
    }

    private mutating func contradict(_ line: Int, _ contradiction: Contradiction, wasCounted: Bool) {
        guard contradicting[line] == nil else { return }
        contradicting[line] = contradiction
        if wasCounted { count -= 1 }
        faults.add(LineFault(line: line, message: contradiction.message))
    }

    /// Two lines about one customer.
    struct Contradiction: Hashable, Sendable {
        let other: Int
        let what: Identification

        /// What the lines have in common.
        enum Identification: String {
            case email = "has the same email as"
            case id = "has the same customer_id as"
            case phoneAndName = "has the same phone and name as"
            /// One has the id that follows from the phone and name of the other.
            case customer = "is about the same customer as"
        }

        var message: String { "\(what.rawValue) line \(other), and other values" }
    }

    private mutating func note(_ record: ImportRecord) {
        guard !record.others.isEmpty else { return }
        others.count += 1
        guard others.lines.count < Self.maximumFaultsNamed else { return }
        others.lines.append("line \(record.line) has more than is taken: \(record.others.joined(separator: ", "))")
    }

    /// The lines that are not to be sent though each could be.
    package var skipped: Set<Int> { repeated.union(contradicting.keys) }

    /// Messages on what the lines have besides, of no more than are read.
    package var remarks: [String] {
        let rest = others.count - others.lines.count
        return others.lines + (rest > 0 ? ["… and \(Phrases.count(rest, "more line")) with such values"] : [])
    }
}

// MARK: - What is wrong

extension ImportCheck {
    /// - Parameter isStrict: whether one line that cannot be taken is enough to refuse the file.
    /// - Throws: ``ExitStatus/badData`` when nothing of it is to be sent, with every line at fault or the first of them and
    ///   their number; also for an empty file, which may be what is left of one that was not written to its end.
    package func validate(isStrict: Bool) throws(CommandFailure) {
        guard !isEmpty else { throw CommandFailure(.badData, "\(name) is empty: there is nothing to import.") }
        if let head {
            var only = Faults()
            only.add(head)
            throw only.failure(name)
        }
        guard faults.count == 0 || !isStrict && count + excused.count > 0 else { throw faults.failure(name) }
        guard let unusedMapping else { return }
        let cause = "no record has the member \(unusedMapping) that --map names"
        throw CommandFailure(.badData, "\(name) was not imported: \(cause), and nothing was sent.")
    }

    /// How many lines cannot be taken.
    package var rejectedCount: Int { faults.count }
    /// Messages on them, of no more than are read.
    package var rejectedLines: [String] { faults.lines }

    /// Whether there are faults of which some may be what a customer is already.
    package var isDoubtful: Bool { head == nil && faults.kept.contains { $0.input != nil } }

    /// Without the faults of lines that state what a customer is already.
    ///
    /// - Parameter isKnown: whether a customer is as stated.
    package func excusing(
        _ isKnown: (CustomerInput) async throws(APIFailure) -> Bool
    ) async throws(APIFailure) -> ImportCheck {
        var (check, rest) = (self, Faults())
        for fault in faults.kept {
            if let input = fault.input, try await isKnown(input) {
                check.excused.insert(fault.line)
            } else {
                rest.add(fault)
            }
        }
        rest.count += faults.count - faults.kept.count
        check.faults = rest
        return check
    }

    private struct Faults: Sendable {
        var count = 0
        var kept: [LineFault] = []

        mutating func add(_ fault: LineFault) {
            count += 1
            if kept.count < maximumFaultsKept { kept.append(fault) }
        }

        var lines: [String] {
            let named = kept.sorted { $0.line < $1.line }.prefix(maximumFaultsNamed)
            let rest = count > named.count ? ["… and \(Phrases.count(count - named.count, "more line"))"] : []
            return named.map { "line \($0.line) \($0.message)" } + rest
        }

        func failure(_ name: String) -> CommandFailure {
            let headline =
                "\(name) was not imported: \(Phrases.count(count, "line")) cannot be taken, and nothing was sent."
            return CommandFailure(.badData, headline, lines: lines.map { "  " + $0 })
        }
    }
}

/// Who came before, so that two lines about one customer are noticed.
private struct KnownLines {
    private var byID: [CustomerID: Line] = [:]
    private var byEmail: [CustomerID: Line] = [:]

    private struct Line {
        let number: Int
        /// A hash, because the lines themselves are too many to be kept; it need only tell those about one customer apart.
        let content: Int
        let isIDGiven: Bool
    }

    enum Finding {
        case new
        /// It says the same as one before.
        case same
        case different(from: Int, ImportCheck.Contradiction.Identification)
    }

    mutating func add(_ record: ImportRecord) -> Finding {
        let line = Line(
            number: record.line, content: record.content.hashValue, isIDGiven: record.isIDGiven)
        // Of many emails what follows from them takes less room than they do themselves.
        let email = record.emailKey.map { CustomerID(derivedFrom: $0, in: .importedEmail) }
        // The id of a line without one follows from its email already.
        let (sameEmail, sameID) = (
            email.flatMap { byEmail[$0] }, record.isIDGiven || email == nil ? byID[record.id] : nil
        )
        guard let other = sameEmail ?? sameID else {
            if let email { byEmail[email] = line }
            if record.isIDGiven || email == nil { byID[record.id] = line }
            return .new
        }
        if other.content == line.content { return .same }
        return .different(from: other.number, sameEmail == nil ? Self.common(line, other) : .email)
    }

    private static func common(_ line: Line, _ other: Line) -> ImportCheck.Contradiction.Identification {
        guard line.isIDGiven == other.isIDGiven else { return .customer }
        return line.isIDGiven ? .id : .phoneAndName
    }
}

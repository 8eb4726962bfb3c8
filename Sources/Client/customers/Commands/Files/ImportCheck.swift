import Domain

/// Reads a whole file before anything of it is sent.
struct ImportCheck: Sendable {
    /// How many records there are, equal ones counted once.
    private(set) var count = 0
    /// The lines that say again what one before them says.
    private(set) var repeated: Set<Int> = []

    /// Faults that are named one by one.
    static let maximumFaultsNamed = 20

    /// - Throws: ``ExitStatus/badData`` with every line at fault, or the first of them and their number.
    init(_ file: ImportFile) throws(CommandFailure) {
        var faults = Faults()
        var known = KnownLines()
        do throws(LineFault) {
            for result in try file.records() {
                do throws(LineFault) {
                    let record = try result.get()
                    if try known.repeats(record) { repeated.insert(record.line) } else { count += 1 }
                } catch {
                    faults.add(error)
                }
            }
        } catch {
            faults.add(error)
        }
        guard faults.count == 0 else { throw faults.failure(file.text.name) }
    }

    private struct Faults {
        var count = 0
        var named: [LineFault] = []

        mutating func add(_ fault: LineFault) {
            count += 1
            if named.count < maximumFaultsNamed { named.append(fault) }
        }

        func failure(_ name: String) -> CommandFailure {
            let lines = named.map { "line \($0.line) \($0.message)" }
            let rest = count > named.count ? ["… and \(Count.of(count - named.count, "more line"))"] : []
            let headline = "\(name) was not imported: \(Count.of(count, "line")) cannot be taken, and nothing was sent."
            return CommandFailure(.badData, ([headline] + lines + rest).joined(separator: "\n  "))
        }
    }

    /// Who came before, so that two lines about one customer are noticed.
    private struct KnownLines {
        private var byID: [CustomerID: Line] = [:]
        private var byEmail: [String: Line] = [:]

        private struct Line {
            let number: Int
            /// A hash, for the lines themselves are too many to be kept; it need only tell those about one customer apart.
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

import Domain
import Wire

/// Reads a whole file before anything of it is sent.
enum ImportCheck {
    /// Faults that are named one by one.
    static let maximumFaultsNamed = 20

    /// - Returns: how many records there are.
    /// - Throws: ``ExitStatus/badData`` with every line at fault, or the first of them and their number.
    static func count(_ file: ImportFile) throws(CommandFailure) -> Int {
        var (count, faults) = (0, Faults())
        var duplicates = Duplicates()
        do throws(LineFault) {
            for result in try file.records() {
                do throws(LineFault) {
                    try duplicates.check(try result.get())
                    count += 1
                } catch {
                    faults.add(error)
                }
            }
        } catch {
            faults.add(error)
        }
        guard faults.count == 0 else { throw faults.failure(file.text.name) }
        return count
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
    private struct Duplicates {
        private var lineOfID: [CustomerID: Int] = [:]
        private var lineOfEmail: [String: Int] = [:]

        mutating func check(_ record: ImportRecord) throws(LineFault) {
            if let line = lineOfEmail.updateValue(record.line, forKey: record.customer.details.emailKey) {
                throw LineFault(line: record.line, message: "has the same email as line \(line)")
            }
            if let line = lineOfID.updateValue(record.line, forKey: record.id) {
                throw LineFault(line: record.line, message: "has the same customer_id as line \(line)")
            }
        }
    }
}

package import Domain
import Synchronization

/// Which line of a file is about which customer, as it turns out while the file is sent.
///
/// One line may name a customer by the id and another by the email: they would overwrite each other in turns.
package final class ImportClaims: Sendable {
    private let lines: Mutex<[CustomerID: Int]>

    /// - Parameter given: the lines that name their customers by the id.
    package init(_ given: [CustomerID: Int] = [:]) {
        lines = Mutex(given)
    }

    /// Notes which customer a line is about.
    ///
    /// - Returns: another line that is about the same customer.
    func claim(_ id: CustomerID, line: Int) -> Int? {
        lines.withLock { lines in
            let first = lines[id] ?? line
            lines[id] = first
            return first == line ? nil : first
        }
    }
}

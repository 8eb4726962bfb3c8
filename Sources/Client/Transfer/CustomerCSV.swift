import Domain
import Wire

/// Customers as comma-separated values (RFC 4180, but with LF at the end of a row, as Unix tools expect).
///
/// Every member of the customer's JSON is a column, so that what was exported can be imported again. Values are exact:
/// one that begins with `=`, `+`, `-` or `@` is not changed, though a spreadsheet may take it for a formula.
enum CustomerCSV {
    static let header = CustomerMember.names.joined(separator: ",") + "\n"

    static func row(_ customer: Customer) -> String {
        CustomerMember.allCases.map { field(customer.text(of: $0) ?? "") }.joined(separator: ",") + "\n"
    }

    /// In quotes where it has to be.
    static func field(_ value: String) -> String {
        guard value.utf8.contains(where: { "\",\n\r".utf8.contains($0) }) else { return value }
        var quoted = "\""
        for scalar in value.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

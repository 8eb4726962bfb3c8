import Domain
import Wire

/// Customers as comma-separated values (RFC 4180, but with LF at the end of a row, as Unix tools expect).
///
/// Every member of the customer's JSON is a column, so that what was exported can be imported again. Values are exact:
/// one that begins with `=`, `+`, `-` or `@` is not changed, though a spreadsheet may take it for a formula; for one of those
/// they are made harmless on request.
enum CustomerCSV {
    static let comma = UInt8(ascii: ",")
    static let tab = UInt8(ascii: "\t")

    static func header(delimiter: UInt8) -> String { line(CustomerMember.names, delimiter: delimiter) }

    static func row(_ customer: Customer, delimiter: UInt8 = comma, forSpreadsheet: Bool = false) -> String {
        let values = CustomerMember.allCases.map { customer.text(of: $0) ?? "" }
        return line(forSpreadsheet ? values.map(SpreadsheetCell.harmless) : values, delimiter: delimiter)
    }

    /// - Parameter delimiter: in ASCII.
    static func line(_ values: [String], delimiter: UInt8 = comma) -> String {
        let separator = String(Unicode.Scalar(delimiter))
        return values.map { field($0, delimiter: delimiter) }.joined(separator: separator) + "\n"
    }

    /// In quotes where it has to be.
    static func field(_ value: String, delimiter: UInt8 = UInt8(ascii: ",")) -> String {
        guard value.utf8.contains(where: { $0 == delimiter || "\"\n\r".utf8.contains($0) }) else { return value }
        var quoted = "\""
        for scalar in value.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}

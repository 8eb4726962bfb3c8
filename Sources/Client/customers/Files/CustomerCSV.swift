import Domain

/// Customers as comma-separated values (RFC 4180, but with LF at the end of a row, as Unix tools expect).
///
/// Every member of the customer's JSON is a column, so that what was exported can be imported again. Values are exact:
/// one that begins with `=`, `+`, `-` or `@` is not changed, though a spreadsheet may take it for a formula.
enum CustomerCSV {
    static let header = CustomerInput.Member.names.joined(separator: ",") + "\n"

    static func row(_ customer: Customer) -> String {
        CustomerInput.Member.allCases.map { field(value($0, of: customer)) }.joined(separator: ",") + "\n"
    }

    private static func value(_ member: CustomerInput.Member, of customer: Customer) -> String {
        switch member {
        case .customerID: customer.id.text
        case .name: customer.name
        case .email: customer.email
        case .phone: customer.phone ?? ""
        case .address: customer.address ?? ""
        case .registrationDate: customer.registrationDate.text
        case .createdAt: customer.createdAt.text
        case .updatedAt: customer.updatedAt.text
        case .version: String(customer.version)
        case .updatedBy: customer.updatedBy ?? ""
        }
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

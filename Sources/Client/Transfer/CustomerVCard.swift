import Domain
import Wire

/// A customer as a card of vCard 4.0 (RFC 6350).
///
/// The address is one text with line breaks, and stands as the street whole; what vCard has no property for stands under names
/// of our own, so that what was exported can be imported again.
enum CustomerVCard {
    static func card(_ customer: Customer, without hidden: Set<CustomerField> = []) -> String {
        var lines = ["BEGIN:VCARD", "VERSION:4.0", "PRODID:\(VCardMember.product)", "UID:urn:uuid:\(customer.id.text)"]
        for member in CustomerMember.allCases {
            if case .field(let field) = member, hidden.contains(field) { continue }
            guard let value = customer.text(of: member), !value.isEmpty else { continue }
            if let line = line(member, value) { lines.append(line) }
        }
        lines.append("END:VCARD")
        return lines.reduce(into: "") { $0 += folded($1) + "\r\n" }
    }

    private static func line(_ member: CustomerMember, _ value: String) -> String? {
        let text = VCardProperty.escaped(value)
        switch member {
        case .id, .createdAt, .updatedBy: return nil
        case .updatedAt: return "REV:" + basic(value)
        case .field, .registrationDate, .version:
            switch VCardMember.property(of: member) {
            case "ADR": return "ADR:;;\(text);;;;"
            case "CATEGORIES": return "CATEGORIES:" + value.split { $0 == " " || $0 == "," }.joined(separator: ",")
            case let property: return "\(property):\(text)"
            }
        }
    }

    /// `20240301T081500Z` (RFC 6350 §4.3.5)
    private static func basic(_ moment: String) -> String {
        moment.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }

    /// At most 75 bytes in a line, no character cut (RFC 6350 §3.2).
    private static func folded(_ line: String) -> String {
        var (folded, count) = ("", 0)
        for scalar in line.unicodeScalars {
            let width = UTF8.width(scalar)
            if count + width > 75 {
                folded += "\r\n "
                count = 1
            }
            folded.unicodeScalars.append(scalar)
            count += width
        }
        return folded
    }
}

import Domain
import JSON
import Wire

/// Which property of a card holds which member of a customer: for reading and for writing.
enum VCardMember {
    /// What marks a card as our own, so that its UID is a customer's id.
    static let product = "-//Customer Desk//customers//EN"
    private static let prefix = "X-CUSTOMER-"

    private static let standard: [String: String] = [
        "name": "FN", "email": "EMAIL", "phone": "TEL", "address": "ADR", "company": "ORG", "tags": "CATEGORIES",
    ]

    /// Of a field without one in the standard, a property of our own.
    static func property(of member: CustomerMember) -> String {
        standard[member.name] ?? prefix + member.name.uppercased().replacing("_", with: "-")
    }
}

/// A card as members of a customer, and what else it has.
struct VCardCustomer {
    private(set) var members: [String: JSONValue] = [:]
    /// `phone 0171 5550101`
    private(set) var others: [String] = []
    private(set) var notes: [String] = []

    init(_ card: VCard) {
        set(.field(.name), Self.name(card))
        let addresses = card.all("EMAIL")
        let emails = addresses.filter { !$0.isX400 }.map(\.text)
        let numbers = card.all("TEL")
        let phones = numbers.filter { !$0.isFax }.map(\.text)
        setFirst(.email, emails)
        setFirst(.phone, phones)
        others += addresses.filter(\.isX400).map { "email \($0.text)" }
        others += numbers.filter(\.isFax).map { "fax \($0.text)" }
        set(.field(.address), card.first("ADR").map(Self.address))
        set(.field(.company), card.first("ORG")?.components.first)
        set(.field(.tags), ForeignTags.text(card.all("CATEGORIES").flatMap(\.list).joined(separator: ",")))
        notes = card.all("NOTE").map(\.text)
        if card.first("PRODID")?.text == VCardMember.product { setOwn(card) }
    }

    /// What only our own cards say.
    private mutating func setOwn(_ card: VCard) {
        set(.id, card.first("UID")?.text.replacing("urn:uuid:", with: ""))
        for member in CustomerMember.allCases {
            let property = VCardMember.property(of: member)
            if property.hasPrefix("X-") { set(member, card.first(property)?.text) }
        }
    }

    private mutating func set(_ member: CustomerMember, _ value: String?) {
        guard let value, !value.trimmedToVisible.isEmpty, members[member.name] == nil else { return }
        members[member.name] = .string(value)
    }

    private mutating func setFirst(_ field: CustomerField, _ values: [String]) {
        let values = field.leadingWithValid(values.filter { !field.isAbsent(in: $0) })
        set(.field(field), values.first)
        others += values.dropFirst().filter { $0 != values.first }.map { "\(field.rawValue) \($0)" }
    }

    /// The formatted name; of a card of 2.1 that has none, its parts in the order in which they are said.
    private static func name(_ card: VCard) -> String? {
        let parts = card.first("N")?.components ?? []
        let said = [3, 1, 2, 0, 4].filter(parts.indices.contains).map { parts[$0].trimmedToVisible }
            .filter { !$0.isEmpty }.joined(separator: " ")
        return [card.first("FN")?.text, said, card.first("ORG")?.components.first, card.first("NICKNAME")?.text]
            .compactMap { $0?.trimmedToVisible }.first { !$0.isEmpty }
    }

    /// Post office box, extension and street on lines of their own; place, region and postal code on one; the country.
    private static func address(_ property: VCardProperty) -> String {
        let parts = property.components
        let lines = [[0], [1], [2], [3, 4, 5], [6]].map { places in
            places.filter(parts.indices.contains).map { parts[$0].trimmedToVisible }.filter { !$0.isEmpty }
                .joined(separator: " ")
        }
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension VCardProperty {
    /// Whether it is no address of the internet (RFC 2426 §3.3.2).
    fileprivate var isX400: Bool { types.contains("X400") }

    /// Whether nobody answers there.
    fileprivate var isFax: Bool { types.contains { ["FAX", "PAGER", "MODEM"].contains($0) } }
}

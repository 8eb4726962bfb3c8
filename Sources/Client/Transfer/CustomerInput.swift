package import Domain
package import JSON
package import Wire

/// A customer as a file or standard input states it: members of the API's own customer JSON, not checked yet.
package struct CustomerInput: Hashable, Sendable {
    /// The id that the line names; `nil` where it has none.
    package private(set) var id: CustomerID?
    /// Since when they are a customer; `nil` where the line does not say.
    package private(set) var registrationDate: Timestamp?
    /// The version that the input was made from.
    package private(set) var version: Int?
    /// Those that are given: `nil` takes a value away, and a field that is absent says nothing about the customer's.
    package private(set) var fields: [CustomerField: String?] = [:]
    /// What cannot be read at all; the fields' rules come later.
    private(set) var violations: [FieldViolation] = []

    /// What `--json` adds to a customer who is still queued.
    private static let ignored: Set = ["queued"]

    /// An unknown member is a violation: in a file it is a misspelt one, whose values would silently be lost.
    package init(_ members: [String: JSONValue]) {
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let member = CustomerMember(name: name) {
                read(member, value)
            } else if !Self.ignored.contains(name) {
                let all = CustomerMember.names.joined(separator: ", ")
                violate(name, .type, "is not a field of a customer; these are \(all)")
            }
        }
    }

    private mutating func read(_ member: CustomerMember, _ value: JSONValue) {
        switch member {
        case .field(let field):
            if let text = text(value, of: field) { fields[field] = .some(text.map(field.unwrapped)) }
        case .id:
            guard let text = given(value, member) else { return }
            id = CustomerID(text)
            if id == nil { violate(member.name, .format, "must be a UUID") }
        case .registrationDate:
            guard let text = given(value, member) else { return }
            registrationDate = WrittenDate.timestamp(text)
            if registrationDate == nil { violate(member.name, .format, WrittenDate.rule) }
        case .version:
            let stated = number(value)
            if stated == nil, !value.isEmpty { violate(member.name, .format, "must be a whole number from 1") }
            // So this program itself prints somebody who is still queued: made from no version.
            version = stated == 0 ? nil : stated
        case .createdAt, .updatedAt, .updatedBy: break
        }
    }

    /// A version as JSON has it, or as a cell of a file, 0 for none; up to the largest integer that JSON programs agree
    /// on (2^53).
    private func number(_ value: JSONValue) -> Int? {
        let number: Int? =
            switch value {
            case .number: value.number.flatMap { Int(exactly: $0) }
            case .string(let text): Int(text.trimmed)
            case .null, .bool, .array, .object: nil
            }
        return number.flatMap { (0...1 << 53).contains($0) ? $0 : nil }
    }

    /// The same for a field, whose list may also be an array of its words.
    private mutating func text(_ value: JSONValue, of field: CustomerField) -> String?? {
        guard field.isList, case .array(let elements) = value else { return text(value, field.rawValue) }
        let words = elements.compactMap(\.text)
        guard words.count == elements.count else {
            violate(field.rawValue, .type, "must be an array of strings")
            return .none
        }
        do throws(FieldViolation) {
            return .some(try field.joined(words))
        } catch {
            violations.append(error)
            return .none
        }
    }

    /// Outer `nil` for a value that is not text, inner `nil` for `null`.
    private mutating func text(_ value: JSONValue, _ name: String) -> String?? {
        switch value {
        case .string(let text): return .some(text)
        case .null: return .some(nil)
        default:
            violate(name, .type, "must be a string, not \(value.typeName)")
            return .none
        }
    }

    /// The text of a value that may also be left empty.
    private mutating func given(_ value: JSONValue, _ member: CustomerMember) -> String? {
        guard case .some(.some(let text)) = text(value, member.name), !text.trimmed.isEmpty else { return nil }
        return text.trimmed
    }

    private mutating func violate(_ field: String, _ code: FieldViolation.Code, _ message: String) {
        violations.append(FieldViolation(field: field, code: code, message: message))
    }
}

// MARK: - Checked

extension CustomerInput {
    /// The customer to create, with every rule checked.
    package func newCustomer() throws(FieldViolations) -> NewCustomer {
        try FieldViolations.gathered(after: violations) { () throws(FieldViolations) in
            NewCustomer(
                try CustomerDetails { fields[$0] ?? nil }, registrationDate: registrationDate, cleared: Set(fields.keys)
            )
        }
    }

    /// The change to make, with every rule of the given fields checked.
    package func patch() throws(FieldViolations) -> CustomerPatch {
        try FieldViolations.gathered(after: violations) { () throws(FieldViolations) in try CustomerPatch(fields) }
    }
}

extension CustomerInput {
    /// Whether a customer is exactly as stated, whatever the rules are by now.
    func describes(_ customer: Customer) -> Bool {
        guard id == nil || id == customer.id else { return false }
        guard registrationDate == nil || registrationDate?.text == customer.registrationDate.text else { return false }
        return fields.allSatisfy { field, value in
            let known = customer.details[field] ?? ""
            let stated = value ?? ""
            return stated.utf8.elementsEqual(known.utf8) || stated.utf8.elementsEqual(field.unwrapped(known).utf8)
        }
    }
}

extension JSONValue {
    fileprivate var isEmpty: Bool { self == .null || text?.trimmed.isEmpty == true }
}

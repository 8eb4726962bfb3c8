import Domain
import JSON

/// Reads members of a JSON object and gathers what is wrong with them, so that one answer names every fault.
struct BodyReader {
    let members: [String: JSONValue]
    var violations: [FieldViolation] = []

    init(_ members: [String: JSONValue]) {
        self.members = members
    }

    /// The fields that are there, as texts; `nil` for `null`.
    mutating func values() -> [CustomerField: String?] {
        var values: [CustomerField: String?] = [:]
        for field in CustomerField.allCases {
            let value = field.isList ? list(field) : text(field.rawValue)
            if let value { values[field] = .some(value) }
        }
        return values
    }

    /// A list's text: outer `nil` when it is absent, inner `nil` for `null`.
    private mutating func list(_ field: CustomerField) -> String?? {
        let words: [JSONValue]
        switch members[field.rawValue] {
        case nil: return .none
        case .null, .string(""): return .some(nil)
        case .array(let values): words = values
        case let other?: return mistyped(field.rawValue, "must be an array of strings, not \(other.typeName)")
        }
        let texts = words.compactMap(\.text)
        guard texts.count == words.count else {
            return mistyped(field.rawValue, "must be an array of strings, and of nothing else")
        }
        do throws(FieldViolation) {
            return try field.joined(texts)
        } catch {
            violations.append(error)
            return .none
        }
    }

    private mutating func mistyped(_ name: String, _ message: String) -> String?? {
        violations.append(FieldViolation(field: name, code: .type, message: message))
        return .none
    }

    /// The member's text: outer `nil` when it is absent, inner `nil` for `null`.
    mutating func text(_ name: String) -> String?? {
        switch members[name] {
        case nil: return .none
        case .null: return .some(nil)
        case .string(let value): return .some(value)
        case let other?: return mistyped(name, "must be a string, not \(other.typeName)")
        }
    }

    mutating func timestamp(_ name: String) -> Timestamp? {
        guard case .some(.some(let value)) = text(name) else { return nil }
        guard let timestamp = Timestamp(value) else {
            let message = "must be an RFC 3339 date-time such as 2024-03-01T00:00:00Z"
            violations.append(FieldViolation(field: name, code: .format, message: message))
            return nil
        }
        return timestamp
    }

    /// What `make` makes of the members, unless they or it have a fault.
    func validated<Value>(_ make: () throws(FieldViolations) -> Value) throws(Problem) -> Value {
        do throws(FieldViolations) {
            return try FieldViolations.gathered(after: violations, make)
        } catch {
            throw Problem(FieldViolations(error.all.inOrderOfFields))
        }
    }
}

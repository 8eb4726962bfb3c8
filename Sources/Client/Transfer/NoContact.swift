import Domain
import JSON

extension CustomerField {
    /// Whether people have several, of which one is kept; several columns of others are one text.
    var isOneOfSeveral: Bool { spec.format == .email || spec.format == .phone }

    /// Whether a text only says that there is no such value, as spreadsheets do: `-`, `.`, `n/a`, `none`.
    ///
    /// Only of emails and phones, of which none is without a letter and a digit, or one of these words.
    func isAbsent(in text: String) -> Bool {
        guard isOneOfSeveral else { return false }
        let word = text.filter { $0.isLetter || $0.isNumber }.lowercased()
        return word.isEmpty || Self.wordsForNone.contains(word)
    }

    /// Of several values of which one is kept, with the first in front that can be; as they are where none can.
    func leadingWithValid(_ values: [String]) -> [String] {
        guard isOneOfSeveral, let place = values.firstIndex(where: { (try? validated(unwrapped($0))) != nil }) else {
            return values
        }
        var values = values
        return [values.remove(at: place)] + values
    }

    private static let wordsForNone: Set = ["na", "none", "null"]
}

extension [String: JSONValue] {
    /// The members of a customer, where one that only says that there is no value is empty.
    var withoutWordsForNone: Self {
        CustomerField.contacts.reduce(into: self) { members, field in
            if case .string(let text)? = members[field.rawValue], field.isAbsent(in: text) {
                members[field.rawValue] = .string("")
            }
        }
    }
}

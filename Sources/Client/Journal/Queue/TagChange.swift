package import Domain

/// Tags that are given and taken away, whatever others there are.
package struct TagChange: Hashable, Sendable {
    /// In lower case and in order, as they are stored.
    package let added: [String]
    package let removed: [String]

    /// Reads words between blanks or commas: `vip -old` adds `vip` and takes `old` away; `+vip` is `vip`.
    ///
    /// - Throws: what is wrong with a word, that one is both added and removed, or that there is none.
    package init(_ text: String) throws(FieldViolation) {
        let words = text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
        func tags(_ chosen: [String]) throws(FieldViolation) -> [String] {
            Self.field.words(in: try Self.field.validated(chosen.joined(separator: " ")))
        }
        added = try tags(words.filter { !$0.hasPrefix("-") }.map { $0.hasPrefix("+") ? String($0.dropFirst()) : $0 })
        removed = try tags(words.filter { $0.hasPrefix("-") }.map { String($0.dropFirst()) })
        guard !added.isEmpty || !removed.isEmpty else { throw Self.violation("must be words such as vip, or -vip") }
        if let both = added.first(where: removed.contains) {
            throw Self.violation("cannot both get and lose \"\(both)\"")
        }
    }

    private static let field = CustomerField.tags

    private static func violation(_ message: String) -> FieldViolation {
        FieldViolation(field: field.rawValue, code: .format, message: message)
    }

    /// The tags that somebody has then; `nil` for none.
    ///
    /// - Throws: a violation when these are more than a customer may have.
    package func applied(to value: String?) throws(FieldViolation) -> String? {
        let kept = Self.field.words(in: value).filter { !removed.contains($0) && !added.contains($0) }
        return try Self.field.validated((kept + added).joined(separator: " "))
    }

    /// `vip, without old`
    package var text: String {
        let without = removed.isEmpty ? nil : "without " + removed.joined(separator: ", ")
        return [added.isEmpty ? nil : added.joined(separator: ", "), without].compactMap(\.self).joined(separator: ", ")
    }
}

/// A value that breaks a field's rule, described for people and for programs.
package struct FieldViolation: Error, Hashable, Sendable {
    /// The member's name in JSON, such as `email`.
    package let field: String
    package let code: Code
    /// A sentence without the field's name in front: `must have 100 characters at most, not 130`.
    package let message: String

    package init(field: String, code: Code, message: String) {
        self.field = field
        self.code = code
        self.message = message
    }

    package enum Code: String, Sendable, CaseIterable {
        case required
        case type
        case tooLong = "too-long"
        case format
        case character
    }
}

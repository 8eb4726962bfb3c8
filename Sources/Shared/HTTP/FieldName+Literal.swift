package import HTTPTypes

extension HTTPField.Name {
    /// A name that stands in the program's own text, a token (RFC 9110 §5.6.2).
    package static func literal(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name(name.description) else { preconditionFailure("\(name) is not a field name") }
        return field
    }
}

/// Texts as a configuration file has them.
enum TOMLString {
    /// A basic string (TOML 1.0, "String").
    static func basic(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { (scalar: Unicode.Scalar) -> String in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
            default: String(scalar)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}

import HTTP

/// The path of an event, back in the form that HTTP carries.
///
/// The gateway decodes every escape in `rawPath` but `%25` and puts the stage in front, unless it is `$default`.
struct RawPath {
    let text: String

    init(_ raw: String, stage: String?) {
        var path = raw[...]
        if let stage, stage != "$default", !stage.isEmpty, path.hasPrefix("/" + stage) {
            let rest = path.dropFirst(stage.count + 1)
            if rest.isEmpty || rest.hasPrefix("/") { path = rest }
        }
        text = path.isEmpty ? "/" : PercentEncoding.encoded(path, unless: Self.isLegal)
    }

    /// What may stand in a path (RFC 3986 §3.3), and the escapes that are there.
    private static func isLegal(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "/", "%", "!", "$", "&", "'", "(", ")", "*", "+", ",",
            ";", "=", ":", "@":
            true
        default: false
        }
    }
}

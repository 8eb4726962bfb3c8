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
        text = path.isEmpty ? "/" : Self.encoded(path)
    }

    /// What may not stand in a path (RFC 3986 §3.3) is percent-encoded; escapes stay as they are.
    private static func encoded(_ path: Substring) -> String {
        var encoded: [UInt8] = []
        for byte in path.utf8 {
            if isLegal(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isLegal(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "/", "%", "!", "$", "&", "'", "(", ")", "*", "+", ",",
            ";", "=", ":", "@":
            true
        default: false
        }
    }
}

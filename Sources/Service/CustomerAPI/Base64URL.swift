import FoundationEssentials

/// Bytes in the URL-safe alphabet without padding (RFC 4648 §5).
package enum Base64URL {
    package static func encoded(_ bytes: [UInt8]) -> String {
        let standard = Data(bytes).base64EncodedData().prefix { $0 != UInt8(ascii: "=") }
        let bytes = standard.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `nil` unless the text is exactly what ``encoded(_:)`` writes: one value has one text.
    package static func decoded(_ text: String) -> [UInt8]? {
        let standard = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        let padding = [UInt8](repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4)
        guard let bytes = Data(base64Encoded: Data(standard + padding)).map(Array.init), encoded(bytes) == text else {
            return nil
        }
        return bytes
    }
}

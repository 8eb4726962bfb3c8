import FoundationEssentials

/// Bytes as text (RFC 4648 §4).
enum Base64 {
    static func encoded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
    }

    static func decoded(_ text: String) -> [UInt8]? {
        Data(base64Encoded: text).map(Array.init)
    }
}

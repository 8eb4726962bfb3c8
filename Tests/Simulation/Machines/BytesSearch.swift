import Glibc

extension [UInt8] {
    /// Whether `text` stands among the first `end` bytes, of which none is zero.
    func contains(_ text: String, before end: Int) -> Bool {
        let bytes = Array(prefix(end)) + [0]
        return bytes.withUnsafeBytes { raw in
            raw.withMemoryRebound(to: CChar.self) { characters in
                characters.baseAddress.map { strstr($0, text) != nil } ?? false
            }
        }
    }
}

/// Puts UTF-8 together byte by byte; what is not UTF-8 is left out.
struct ScalarDecoder: Sendable {
    private var bytes: [UInt8] = []

    /// Decodes the next byte from 0x80 on, and returns the scalar that it completes.
    mutating func decode(_ byte: UInt8) -> Unicode.Scalar? {
        if byte >= 0xC0 { bytes = [] }
        bytes.append(byte)
        guard let first = bytes.first, first >= 0xC2, first < 0xF5 else {
            bytes = []
            return nil
        }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard bytes.count == length else { return nil }
        defer { bytes = [] }
        return String(validating: bytes, as: UTF8.self)?.unicodeScalars.first
    }
}

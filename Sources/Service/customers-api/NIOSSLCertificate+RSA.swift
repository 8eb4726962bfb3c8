import NIOSSL

extension NIOSSLCertificate {
    /// How long the number of an RSA key is (RFC 8017 §A.1.1); `nil` for a key of another kind.
    var rsaBits: Int? {
        guard let key = try? extractPublicKey().toSPKIBytes(), let start = key.firstRange(of: Self.rsaAlgorithm) else {
            return nil
        }
        var rest = key[start.upperBound...]
        // A bit string of whole bytes, in it a sequence, whose first integer it is.
        guard Self.enter(0x03, &rest) != nil, rest.popFirst() == 0, Self.enter(0x30, &rest) != nil,
            let length = Self.enter(0x02, &rest)
        else { return nil }
        let number = rest.prefix(length).drop { $0 == 0 }
        return number.count * 8 - (number.first?.leadingZeroBitCount ?? 0)
    }

    /// `rsaEncryption` and no parameters, in DER.
    private static let rsaAlgorithm: [UInt8] =
        [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00]

    /// Passes over a tag and the length behind it, which is returned.
    private static func enter(_ tag: UInt8, _ bytes: inout ArraySlice<UInt8>) -> Int? {
        guard bytes.popFirst() == tag, let first = bytes.popFirst() else { return nil }
        guard first >= 0x80 else { return Int(first) }
        let count = Int(first & 0x7F)
        guard (1...4).contains(count), bytes.count >= count else { return nil }
        defer { bytes.removeFirst(count) }
        return bytes.prefix(count).reduce(0) { $0 << 8 | Int($1) }
    }
}

import Domain

/// What a file that says nothing about its encoding may be in, told as the guess that it is: nobody knows, and names that
/// were read by the wrong table would be written.
struct EncodingGuess {
    private let encoding: TextEncoding?
    /// A piece of the first line that shows a difference, as the encoding reads it.
    private let sample: String

    private static let candidates = ["windows-1252", "macroman", "cp850"].compactMap(TextEncoding.named)
    private static let headBytes = 1 << 16
    private static let sampleCharacters = 60

    init(_ bytes: [UInt8]) {
        let head = Array(bytes.prefix(Self.headBytes))
        if head.contains(0) {
            let zeros = [0, 1].map { parity in head.enumerated().count { $0.offset % 2 == parity && $0.element == 0 } }
            let wide: TextEncoding? = zeros[0] > zeros[1] ? .utf16BigEndian : .utf16LittleEndian
            encoding = zeros.max().map { $0 > head.count / 4 } == true ? wide : nil
            sample = encoding.flatMap { try? $0.decoded(Array(head.prefix(head.count & ~1))) }.map(Self.firstLine) ?? ""
            return
        }
        let line = Self.tellingLine(head)
        let readings = Self.candidates.compactMap { candidate in
            (try? candidate.decoded(line)).map { (candidate, String(decoding: $0, as: UTF8.self)) }
        }
        let best = readings.max { Self.likelihood($0.1) < Self.likelihood($1.1) }
        encoding = best?.0
        sample = String((best?.1 ?? "").prefix(Self.sampleCharacters))
    }

    func message(about name: String, fault: TextEncoding.Fault) -> String {
        let others = TextEncoding.all.map(\.name).joined(separator: ", ")
        guard let encoding else {
            return "\(name) is no text: line \(fault.line) \(fault.message). Nothing was sent. "
                + "Save it as CSV in UTF-8, or name its encoding with --encoding: \(others)"
        }
        return """
            \(name) is not UTF-8: line \(fault.line) \(fault.message). Nothing was sent.
              As \(encoding.name), which is only a guess, it reads: \(sample)
              If that is right, add: --encoding \(encoding.name)
              Otherwise name the right one: \(others)
            """
    }

    // MARK: Reading

    private static func firstLine(_ bytes: [UInt8]) -> String {
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }
        return String(String(decoding: line, as: UTF8.self).prefix(sampleCharacters))
    }

    /// The first line with a byte that is not ASCII.
    private static func tellingLine(_ bytes: [UInt8]) -> [UInt8] {
        Array(bytes.split { $0 == 0x0A || $0 == 0x0D }.first { $0.contains { $0 >= 0x80 } } ?? [])
    }

    /// How much a reading looks like names: letters among letters, no capital within a word of small ones, no sign in a word.
    private static func likelihood(_ text: String) -> Int {
        let scalars = Array(text.unicodeScalars)
        return scalars.indices.reduce(0) { sum, index in
            guard !scalars[index].isASCII else { return sum }
            let before = index > 0 ? scalars[index - 1].properties : nil
            let isBeforeSmall = index + 1 < scalars.count && scalars[index + 1].properties.isLowercase
            let isBehindLetter = before?.isAlphabetic ?? false
            switch scalars[index].properties.generalCategory {
            case .lowercaseLetter: return sum + 1
            case .uppercaseLetter:
                return sum + (isBehindLetter && (isBeforeSmall || before?.isLowercase ?? false) ? -2 : 1)
            default: return sum - (isBehindLetter || isBeforeSmall ? 2 : 0)
            }
        }
    }
}

import Domain
import Wording

/// What a file that says nothing about its encoding may be in, reported as the guess that it is: nobody knows, and names that
/// were read by the wrong table would be written.
struct EncodingGuess {
    private typealias Reading = (encoding: TextEncoding, text: String)

    /// The encoding with a piece of the line at fault as it reads it; `nil` where nothing shows what it may be.
    private let reading: Reading?

    private static let candidates = ["windows-1252", "macroman", "cp850"].compactMap(TextEncoding.named)
    private static let headBytes = 1 << 16
    private static let sampleCharacters = 60
    private static let lineBytes = 1 << 12

    /// - Parameter fault: where the bytes are not UTF-8.
    init(_ bytes: [UInt8], at fault: TextEncoding.Fault) {
        let head = bytes.prefix(Self.headBytes)
        reading = head.contains(0) ? Self.wide(Array(head)) : Self.narrow(Self.tellingLine(bytes, around: fault.offset))
    }

    /// Of UTF-16 without its mark every other byte of most scripts is zero.
    private static func wide(_ head: [UInt8]) -> Reading? {
        let zeros = [0, 1].map { parity in head.enumerated().count { $0.offset % 2 == parity && $0.element == 0 } }
        guard zeros.contains(where: { $0 > head.count / 4 }) else { return nil }
        let encoding: TextEncoding = zeros[0] > zeros[1] ? .utf16BigEndian : .utf16LittleEndian
        guard let bytes = try? encoding.decoded(Array(head.prefix(head.count & ~1))),
            isText(String(decoding: bytes, as: UTF8.self))
        else { return nil }
        let line = firstLine(bytes)
        return line.isEmpty ? nil : (encoding: encoding, text: line)
    }

    private static func narrow(_ line: [UInt8]) -> Reading? {
        guard !line.contains(0), line.contains(where: { $0 >= 0x80 }) else { return nil }
        let readings = candidates.compactMap { candidate in
            (try? candidate.decoded(line)).map { (encoding: candidate, text: String(decoding: $0, as: UTF8.self)) }
        }
        .filter { isText($0.text) }
        let best = readings.max { likelihood($0.text) < likelihood($1.text) }
        return best.map { (encoding: $0.encoding, text: String($0.text.prefix(sampleCharacters))) }
    }

    func failure(about name: String, fault: TextEncoding.Fault) -> CommandFailure {
        let others = TextEncoding.all.map(\.name).joined(separator: ", ")
        guard let reading else {
            return CommandFailure(
                .badData,
                "\(name) is not text: line \(fault.line) \(fault.message). Nothing was sent. "
                    + "Save it as CSV in UTF-8, or name its encoding with --encoding: \(others)")
        }
        return CommandFailure(
            .badData, "\(name) is not UTF-8: line \(fault.line) \(fault.message). Nothing was sent.",
            lines: [
                "  As \(reading.encoding.name), which is only a guess, it reads: \(reading.text)",
                "  If that is right, add: --encoding \(reading.encoding.name)",
                "  Otherwise name the right one: \(others)",
            ])
    }

    // MARK: Reading

    /// Whether a reading has nothing in it that no text has: what no standard gives a meaning, and controls.
    private static func isText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .unassigned, .privateUse, .surrogate: false
            case .control: scalar.properties.isWhitespace
            default: true
            }
        }
    }

    private static func firstLine(_ bytes: [UInt8]) -> String {
        let line = bytes.drop(while: isLineBreak).prefix { !isLineBreak($0) }
        return String(String(decoding: line, as: UTF8.self).prefix(sampleCharacters))
    }

    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    /// The line with the byte at fault, from near it where the line is long.
    private static func tellingLine(_ bytes: [UInt8], around offset: Int) -> [UInt8] {
        guard bytes.indices.contains(offset) else { return [] }
        let begin = bytes[..<offset].lastIndex(where: isLineBreak).map { $0 + 1 } ?? 0
        let isNear = offset - begin < sampleCharacters * 2 / 3
        let rest = bytes[offset...].prefix(lineBytes)
        let end = rest.firstIndex(where: isLineBreak) ?? rest.endIndex
        return Array(bytes[(isNear ? begin : offset - sampleCharacters / 3)..<end])
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

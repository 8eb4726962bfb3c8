/// A folded text as the words that are looked for, split by one rule for names, companies and queries.
struct SearchWords {
    /// The words alone: `o` and `brien` of `o'brien`.
    let parts: [String]
    /// Where several words stand together.
    let chunks: [Chunk]

    /// Several words with apostrophes, dashes or dots between them: `o'brien`, `anna-lena`, `j.r`.
    struct Chunk: Hashable {
        /// Among the words.
        let places: Range<Int>
        /// With what stands between them.
        let whole: String
    }

    init(_ fold: String) {
        var (copy, reading) = (fold, Reading())
        copy.withUTF8 { bytes in
            var offset = 0
            for scalar in fold.unicodeScalars {
                let end = offset + UTF8.width(scalar)
                reading.pass(scalar.wordRole, offset..<end, bytes)
                offset = end
            }
            reading.pass(.parts, offset..<offset, bytes)
        }
        (parts, chunks) = (reading.parts, reading.chunks)
    }

    /// How far a text has been read, in its bytes.
    private struct Reading {
        private(set) var parts: [String] = []
        private(set) var chunks: [Chunk] = []
        /// Where the word begins.
        private var begin = 0
        /// The first word of those that stand together, and where these begin and end.
        private var chunk = (first: 0, begin: 0, end: 0)

        mutating func pass(_ role: Unicode.Scalar.WordRole, _ place: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) {
            guard role != .letter else { return }
            if begin < place.lowerBound {
                if chunk.first == parts.count { chunk.begin = begin }
                parts.append(String(decoding: bytes[begin..<place.lowerBound], as: UTF8.self))
                chunk.end = place.lowerBound
            }
            begin = place.upperBound
            if role == .parts { endChunk(bytes) }
        }

        private mutating func endChunk(_ bytes: UnsafeBufferPointer<UInt8>) {
            if parts.count - chunk.first > 1 {
                let whole = String(decoding: bytes[chunk.begin..<chunk.end], as: UTF8.self)
                chunks.append(Chunk(places: chunk.first..<parts.count, whole: whole))
            }
            chunk.first = parts.count
        }
    }

    /// Some of the words as one: `obrien`.
    func joined(_ places: Range<Int>) -> String { parts[places].joined() }

    /// All of them in a line, a blank between two.
    var line: String { parts.joined(separator: " ") }

    /// The beginnings of words where a script has no spaces: from each of the first eight characters on but the first.
    static func insides(of word: String) -> [String] {
        let scalars = word.unicodeScalars
        guard word.utf8.contains(where: { $0 >= 0x80 }), scalars.contains(where: \.isWithoutSpaces) else { return [] }
        var insides: [String] = []
        var (characters, wasWithoutSpaces) = (0, false)
        for index in scalars.indices {
            let scalar = scalars[index]
            guard !scalar.continuesSyllable else { continue }
            let begins = scalar.isWithoutSpaces || wasWithoutSpaces
            if characters > 0, begins { insides.append(String(scalars[index...])) }
            characters += 1
            wasWithoutSpaces = scalar.isWithoutSpaces
            if characters == maximumCharacters { break }
        }
        return insides
    }

    private static let maximumCharacters = 8
}

extension Unicode.Scalar {
    enum WordRole {
        case letter
        /// Stands between parts of one word: apostrophes, dashes, dots, `_`.
        case joins
        case parts
    }

    /// What it is among the words of a folded text.
    var wordRole: WordRole {
        if isASCII {
            return switch self {
            case "a"..."z", "0"..."9", "A"..."Z": .letter
            case "'", "`", "-", ".", "_": .joins
            default: .parts
            }
        }
        switch value {
        // Apostrophes, primes and what is typed for them; Hebrew geresh and gershayim; the middle dot; minus.
        case 0xB4, 0x2B9, 0x2BB...0x2BF, 0x2C8, 0x2CA, 0x2CB, 0x55A, 0x5F3, 0x5F4, 0x2018, 0x2019, 0x201B, 0x2032,
            0x2035, 0xA78B, 0xA78C, 0xFF07, 0xB7, 0x2024, 0x2027, 0xFF0E, 0x2212, 0x2043:
            return .joins
        default: break
        }
        return switch properties.generalCategory {
        case .dashPunctuation, .connectorPunctuation: .joins
        case .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation,
            .modifierSymbol, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control:
            .parts
        default: .letter
        }
    }

    /// Han, Kana, Hangul, Thai, Lao, Khmer and Burmese: names in them are written without spaces.
    var isWithoutSpaces: Bool {
        switch value {
        case 0xE01...0xE4E, 0xE81...0xEDF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17DD, 0x3005...0x3007,
            0x3041...0x30FF, 0x31F0...0x31FF, 0xA960...0xA97C, 0xAC00...0xD7FB:
            true
        default: properties.isIdeographic
        }
    }

    /// A vowel or a final of Hangul, decomposed.
    fileprivate var continuesSyllable: Bool {
        switch value {
        case 0x1160...0x11FF, 0xD7B0...0xD7FB: true
        default: false
        }
    }
}

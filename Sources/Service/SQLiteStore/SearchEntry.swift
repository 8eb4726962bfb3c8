import Domain
import FoundationEssentials

/// A line of the search index: one of a customer's words, with all the others behind it.
///
/// A customer with the words *anna* and *berg* has the entries `anna berg` and `berg anna`. So the entries that begin
/// with a typed word are those of the customers who have such a word, and each tells by itself whether the customer has
/// the other typed words too. Words hold no space: a word begins at the entry's start or behind a space.
///
/// A phone is one more entry, its digits from the last to the first behind a space, where no typed word can meet it.
struct SearchEntry: Hashable {
    /// UTF-8, ordered byte by byte.
    let text: Data

    private static let space = UInt8(ascii: " ")

    static func all(of details: CustomerDetails) -> [SearchEntry] {
        let tokens = SearchTokens(details)
        let words = rotations(tokens.words.joined(separator: " "))
        return words + (tokens.reversedPhone.map { [SearchEntry(text: Data(phonePrefix(reversed: $0)))] } ?? [])
    }

    /// Begins the entries of all phones whose last digits, from the last one on, are `digits`.
    static func phonePrefix(reversed digits: some StringProtocol) -> [UInt8] {
        [space] + Array(digits.utf8)
    }

    /// Begins a word that is not an entry's first.
    static func inside(_ word: [UInt8]) -> Data {
        Data([space] + word)
    }

    /// Whether, of all the customer's entries that begin with `prefix`, this is the one that comes first.
    ///
    /// A search that passes several entries of a customer shows it at this one only, on whichever page that is.
    func isFirst(beginningWith prefix: [UInt8]) -> Bool {
        let bytes = Array(text)
        return Self.rotationStarts(bytes).dropFirst().allSatisfy { start in
            !bytes[start...].starts(with: prefix)
                || bytes.lexicographicallyPrecedes(Self.rotation(bytes, at: start))
        }
    }

    private static func rotations(_ line: String) -> [SearchEntry] {
        let bytes = Array(line.utf8)
        return rotationStarts(bytes).map { SearchEntry(text: Data(rotation(bytes, at: $0))) }
    }

    /// Where the words begin.
    private static func rotationStarts(_ line: [UInt8]) -> [Int] {
        [0] + line.indices.filter { line[$0] == space }.map { $0 + 1 }
    }

    private static func rotation(_ line: [UInt8], at start: Int) -> [UInt8] {
        start == 0 ? line : line[start...] + [space] + line[..<(start - 1)]
    }
}

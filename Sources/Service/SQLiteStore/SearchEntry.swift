import Domain
import FoundationEssentials

/// A line of the search index: one of a customer's words, with all the others behind it.
///
/// A customer with the words *anna* and *berg* has the entries `anna berg` and `berg anna`. So the entries that begin
/// with a typed word are those of the customers who have such a word, and each tells by itself whether the customer has
/// the other typed words too. Words hold no space: a word begins at the entry's start or behind a space.
///
/// Each code (``SearchTokens/codes``) is an entry of its own: it begins with a space, where no typed word can meet it. So is
/// each word of the fields that are not searched (``FurtherWord``).
struct SearchEntry: Hashable {
    /// UTF-8, ordered byte by byte.
    let text: Data

    private static let space = UInt8(ascii: " ")

    static func all(of customer: Customer) -> [SearchEntry] { all(of: SearchTokens(customer)) }

    /// - Parameter tokens: the customer's.
    static func all(of tokens: SearchTokens) -> [SearchEntry] {
        rotations(tokens.words.joined(separator: " ")) + further(of: tokens)
            + tokens.codes.map { SearchEntry(text: Data($0.utf8)) }
    }

    /// Those of the fields that are not searched.
    static func further(of tokens: SearchTokens) -> [SearchEntry] {
        tokens.further.map { SearchEntry(text: Data($0.utf8)) }
    }

    /// Where these stand in the index.
    static var furtherRange: (first: Data, end: Data) {
        (Data(FurtherWord.marked("").utf8), SearchScan.end(of: Array(FurtherWord.marked("").utf8)))
    }

    var isCode: Bool { text.first == Self.space }

    /// Begins a word that is not an entry's first.
    static func inside(_ word: [UInt8]) -> Data {
        Data([space] + word)
    }

    /// Whether, of all the customer's words that begin with one of the prefixes, this one's entry comes first.
    ///
    /// A search that passes several entries of a customer shows it at this one only, on whichever page that is.
    func isFirst(beginningWith prefixes: [[UInt8]]) -> Bool {
        let bytes = Array(text)
        return Self.rotationStarts(bytes).dropFirst().allSatisfy { start in
            !prefixes.contains { bytes[start...].starts(with: $0) }
                || bytes.lexicographicallyPrecedes(Self.rotation(bytes, at: start))
        }
    }

    /// The same, of all entries of the customer whose tokens these are.
    func isFirst(of tokens: SearchTokens, beginningWith prefixes: [[UInt8]]) -> Bool {
        Self.all(of: tokens).allSatisfy { other in
            !prefixes.contains { other.text.starts(with: $0) } || !other.text.lexicographicallyPrecedes(text)
        }
    }

    private static func rotations(_ line: String) -> [SearchEntry] {
        let bytes = Array(line.utf8)
        return bytes.isEmpty ? [] : rotationStarts(bytes).map { SearchEntry(text: Data(rotation(bytes, at: $0))) }
    }

    /// Where the words begin.
    private static func rotationStarts(_ line: [UInt8]) -> [Int] {
        [0] + line.indices.filter { line[$0] == space }.map { $0 + 1 }
    }

    private static func rotation(_ line: [UInt8], at start: Int) -> [UInt8] {
        start == 0 ? line : line[start...] + [space] + line[..<(start - 1)]
    }
}

import Domain

/// A file of tokens, line by line: what is not about tokens stays as it is.
struct TokenFile {
    private(set) var lines: [Line] = []

    /// In bytes; 10,000 tokens have room.
    static let maximumBytes = 1 << 20

    struct Line {
        let text: String
        /// `nil` for an empty line and for a comment, which begins with `#`.
        let entry: TokenEntry?
    }

    init() {}

    /// - Throws: for a line that is no token, and for two that are for one name, or hold one token, unless both are of
    ///   version 1, which took them.
    init(text: String) throws(TokenFileFault) {
        var texts = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        if texts.last?.isEmpty == true { texts.removeLast() }
        for (index, text) in texts.enumerated() {
            lines.append(Line(text: String(text), entry: try Self.entry(text, number: index + 1)))
        }
        try check()
    }

    private static func entry(_ text: Substring, number: Int) throws(TokenFileFault) -> TokenEntry? {
        let line = text.trimmed
        guard !line.isEmpty, !line.hasPrefix("#") else { return nil }
        do throws(TokenLineFault) {
            return try TokenEntry(line: line)
        } catch {
            throw .line(number, error)
        }
    }

    /// With their lines' numbers.
    var numbered: [(number: Int, entry: TokenEntry)] {
        lines.enumerated().compactMap { index, line in line.entry.map { (index + 1, $0) } }
    }

    var entries: [TokenEntry] { lines.compactMap(\.entry) }

    var text: String { lines.map { $0.text + "\n" }.joined() }

    private func check() throws(TokenFileFault) {
        var names: [String: (number: Int, entry: TokenEntry)] = [:]
        var digests: [[UInt8]: (number: Int, entry: TokenEntry)] = [:]
        for (number, entry) in numbered {
            if let name = entry.name {
                if let other = names[name], !(other.entry.isOriginal && entry.isOriginal) {
                    throw .sameName(other.number, number)
                }
                names[name] = (number, entry)
            }
            if let other = digests[entry.digest], !(other.entry.isOriginal && entry.isOriginal) {
                throw .sameToken(other.number, number)
            }
            digests[entry.digest] = (number, entry)
        }
    }

    // MARK: - Changing

    mutating func append(_ entry: TokenEntry) {
        lines.append(Line(text: entry.line, entry: entry))
    }

    /// - Returns: how many lines there were of that name.
    mutating func remove(_ name: String) -> Int {
        let count = lines.count
        lines.removeAll { $0.entry?.name == name }
        return count - lines.count
    }

    /// Puts an entry in the place of the one of its name.
    mutating func replace(_ entry: TokenEntry) {
        for index in lines.indices where lines[index].entry?.name == entry.name {
            lines[index] = Line(text: entry.line, entry: entry)
        }
    }
}

/// What is wrong with a file of tokens.
enum TokenFileFault: Error, Hashable {
    case line(Int, TokenLineFault)
    case sameName(Int, Int)
    case sameToken(Int, Int)

    func message(path: String) -> String {
        switch self {
        case .line(let number, let fault): "line \(number) of the token file \(path) \(fault.words)"
        case .sameName(let one, let other):
            "lines \(one) and \(other) of the token file \(path) are for one name: give one of them another, or remove it."
        case .sameToken(let one, let other):
            "lines \(one) and \(other) of the token file \(path) hold one token: remove one of them."
        }
    }
}

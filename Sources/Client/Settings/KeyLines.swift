/// On which line of a TOML text each key is; the parser does not tell.
struct KeyLines {
    private var lines: [[String]: Int] = [:]

    init(_ text: String) {
        var table: [String] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var scanner = KeyScanner(line)
            guard let found = scanner.scan() else { continue }
            if found.isHeader { table = found.keys }
            note(found.isHeader ? table : table + found.keys, line: index + 1)
        }
    }

    /// The line of a key, or of the innermost table around it that has a line of its own.
    func line(of keyPath: [String]) -> Int {
        for length in stride(from: keyPath.count, through: 1, by: -1) {
            if let line = lines[Array(keyPath.prefix(length))] { return line }
        }
        return 1
    }

    private mutating func note(_ keyPath: [String], line: Int) {
        for length in 1...keyPath.count {
            let prefix = Array(keyPath.prefix(length))
            if lines[prefix] == nil { lines[prefix] = line }
        }
    }
}

/// Reads the dotted key that a line begins with: `[a.b]` or `a."b c" =` (TOML 1.0, "Keys").
private struct KeyScanner {
    private var rest: Substring.UnicodeScalarView

    init(_ line: Substring) {
        rest = line.unicodeScalars
    }

    mutating func scan() -> (keys: [String], isHeader: Bool)? {
        skipBlanks()
        let isHeader = consume("[")
        if isHeader { _ = consume("[") }
        var keys: [String] = []
        repeat {
            skipBlanks()
            guard let key = key() else { return nil }
            keys.append(key)
            skipBlanks()
        } while consume(".")
        return consume(isHeader ? "]" : "=") ? (keys, isHeader) : nil
    }

    private mutating func key() -> String? {
        for quote: Unicode.Scalar in ["\"", "'"] where consume(quote) {
            guard let end = rest.firstIndex(of: quote) else { return nil }
            defer { rest = rest[rest.index(after: end)...] }
            return String(rest[..<end])
        }
        let bare = rest.prefix { $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "_" || $0 == "-" }
        rest = rest[bare.endIndex...]
        return bare.isEmpty ? nil : String(bare)
    }

    private mutating func consume(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
    }
}

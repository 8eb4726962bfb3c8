import Domain

/// Entity tags (RFC 9110 §8.8.3): ours are `"<version>"`.
package enum EntityTag {
    package static func text(version: Int) -> String {
        "\"\(version)\""
    }

    /// The version in one of our own tags; `nil` for any other text, and for a number that no version can be.
    package static func version(_ tag: some StringProtocol) -> Int? {
        number(tag).flatMap { Customer.version($0) }
    }

    /// The number in a tag of our form, whether or not a version can be it.
    package static func number(_ tag: some StringProtocol) -> Int? {
        guard tag.utf8.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
        let digits = tag.dropFirst().dropLast()
        guard let number = Int(digits), number > 0, String(number) == digits else { return nil }
        return number
    }

    /// Reads `If-Match` and `If-None-Match`: `*` or tags between commas; `nil` when it is neither.
    ///
    /// - Parameter weak: whether weak tags match too, as they do for `If-None-Match` (RFC 9110 §13.1).
    static func match(_ value: String, weak: Bool) -> VersionMatch? {
        var rest = Substring(value)
        func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }
        skipBlanks()
        if rest.trimmed == "*" { return .any }
        var versions: Set<Int> = []
        var isFirst = true
        while true {
            skipBlanks()
            if rest.isEmpty { return isFirst ? nil : .versions(versions) }
            if !isFirst {
                guard rest.first == "," else { return nil }
                rest = rest.dropFirst()
                skipBlanks()
            }
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            if !isWeak || weak, let version = version(rest[...end]) { versions.insert(version) }
            rest = rest[rest.index(after: end)...]
            isFirst = false
        }
    }

    /// The field value for a match.
    static func text(_ match: VersionMatch) -> String {
        switch match {
        case .any: "*"
        case .versions(let versions): versions.sorted().map(text(version:)).joined(separator: ", ")
        }
    }
}

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
        switch TagList(value) {
        case nil: nil
        case .any: .any
        case .tags(let tags): .versions(Set(tags.filter { weak || !$0.isWeak }.compactMap { version($0.text) }))
        }
    }

    /// Whether `If-None-Match` can be read.
    static func isList(_ value: String) -> Bool { TagList(value) != nil }

    /// Whether an `If-None-Match` names a tag, weakly or not.
    package static func isNamed(_ tag: String, in value: String) -> Bool {
        switch TagList(value) {
        case nil: false
        case .any: true
        case .tags(let tags): tags.contains { $0.text == tag }
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

/// `*`, or tags between commas.
private enum TagList {
    case any
    case tags([Tag])

    struct Tag {
        let isWeak: Bool
        /// With its quotes.
        let text: Substring
    }

    init?(_ value: String) {
        var rest = Substring(value)
        func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\t" } }
        skipBlanks()
        if rest.trimmed == "*" {
            self = .any
            return
        }
        var tags: [Tag] = []
        while true {
            skipBlanks()
            if rest.isEmpty { break }
            if !tags.isEmpty {
                guard rest.first == "," else { return nil }
                rest = rest.dropFirst()
                skipBlanks()
            }
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            tags.append(Tag(isWeak: isWeak, text: rest[...end]))
            rest = rest[rest.index(after: end)...]
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }
}

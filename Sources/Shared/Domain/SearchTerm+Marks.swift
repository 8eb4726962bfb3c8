extension SearchTerm {
    /// Which parts of a text are what was looked for: beginnings of its words, the digits of a number, the digits of an id.
    ///
    /// - Parameters:
    ///   - text: what stands on the screen of `fact`, unmasked.
    /// - Returns: in ascending order, none overlapping another.
    package func marks(in text: String, of fact: CustomerFact) -> [Range<String.Index>] {
        let prefixes = needs.flatMap(\.prefixes)
        let found: [Range<String.Index>]
        switch fact {
        case .field(.phone): found = prefixes.compactMap { MarkedNumber(text).range(of: $0) }
        case .id: found = prefixes.compactMap { Self.beginning(of: text, $0) }
        case .field(let field) where field.spec.isSearched: found = MarkedWords(text).ranges(of: prefixes)
        case .field: found = MarkedWords(text).ranges(of: prefixes.compactMap(FurtherWord.word))
        case .registered, .created, .changed, .changedBy, .version: found = []
        }
        return found.joinedRanges
    }

    private static func beginning(of text: String, _ prefix: String) -> Range<String.Index>? {
        let code = SearchCode.id("")
        guard prefix.hasPrefix(code) else { return nil }
        let digits = prefix.dropFirst(code.count)
        return text.hasPrefix(digits) ? text.startIndex..<text.index(text.startIndex, offsetBy: digits.count) : nil
    }
}

/// The words of a text, to find the beginnings of which prefixes are.
private struct MarkedWords {
    private let text: String
    /// Each with its spellings, the longest first, and what it is among the words.
    private let characters: [(spellings: [String], joins: Bool, begins: Bool, range: Range<String.Index>)]

    init(_ text: String) {
        self.text = text
        var wasLetter = false
        characters = text.indices.map { index in
            let character = text[index]
            let role = character.unicodeScalars.first?.wordRole ?? .parts
            // Where a script has no spaces a word may begin with any character.
            let hasSpaces = character.isASCII || !(character.unicodeScalars.first?.isWithoutSpaces ?? false)
            defer { wasLetter = role == .letter && hasSpaces }
            return (
                Self.spellings(character), role == .joins, role == .letter && !wasLetter,
                index..<text.index(after: index)
            )
        }
    }

    private static func spellings(_ character: Character) -> [String] {
        let fold = TextFold.search(String(character))
        guard !character.isASCII, let second = TextFold.secondSpelling(String(character)) else { return [fold] }
        return [second, fold]
    }

    func ranges(of prefixes: [String]) -> [Range<String.Index>] {
        let words = prefixes.filter { !$0.isEmpty && $0.utf8.first != UInt8(ascii: " ") }
        return characters.indices.flatMap { start in
            characters[start].begins
                ? words.compactMap { word in
                    end(of: word[...], from: start, isFirst: true).map {
                        characters[start].range.lowerBound..<characters[$0].range.upperBound
                    }
                } : []
        }
    }

    /// The last character of those that begin as `rest` has it; `nil` when they do not.
    private func end(of rest: Substring, from index: Int, isFirst: Bool = false) -> Int? {
        guard characters.indices.contains(index) else { return nil }
        for spelling in characters[index].spellings where !spelling.isEmpty {
            if spelling.utf8.starts(with: rest.utf8) { return index }
            guard rest.utf8.starts(with: spelling.utf8) else { continue }
            if let end = end(
                of: rest[rest.utf8.index(rest.startIndex, offsetBy: spelling.utf8.count)...], from: index + 1)
            {
                return end
            }
        }
        // O'Brien is found by obrien, too.
        return characters[index].joins && !isFirst ? end(of: rest, from: index + 1) : nil
    }
}

/// The digits of a phone number, to find the beginning or the end of which a code is.
private struct MarkedNumber {
    private let text: String
    private let digits: [(digit: UInt8, place: String.Index)]
    /// How many of them stand before the extension.
    private let count: Int

    init(_ text: String) {
        self.text = text
        let number = text.firstIndex { $0 == "x" || $0 == "X" } ?? text.endIndex
        // +44 (0)20: that zero is not dialled from abroad.
        let zero = text.firstRange(of: "(0)")
        digits = text.indices.compactMap { index in
            guard let digit = text[index].asciiValue, text[index].isNumber, zero.map({ !$0.contains(index) }) ?? true
            else { return nil }
            return (digit, index)
        }
        count = digits.count { $0.place < number }
    }

    func range(of code: String) -> Range<String.Index>? {
        guard code.utf8.first == UInt8(ascii: " ") else { return nil }
        if code.utf8.dropFirst().first == UInt8(ascii: "+") {
            let wanted = Array(code.utf8.dropFirst(2))
            let zeros = digits.prefix { $0.digit == UInt8(ascii: "0") }.count
            return range(from: zeros == 2 ? 2 : 0, wanted)
        }
        let wanted = Array(
            code.utf8.dropFirst().filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.reversed())
        return range(from: count - wanted.count, wanted) ?? range(from: digits.count - wanted.count, wanted)
    }

    private func range(from start: Int, _ wanted: [UInt8]) -> Range<String.Index>? {
        guard start >= 0, !wanted.isEmpty, start + wanted.count <= digits.count else { return nil }
        let found = digits[start..<start + wanted.count]
        guard found.map(\.digit) == wanted, let first = found.first, let last = found.last else { return nil }
        return first.place..<text.index(after: last.place)
    }
}

extension [Range<String.Index>] {
    /// In order, with those that touch as one.
    fileprivate var joinedRanges: [Range<String.Index>] {
        guard count > 1 else { return self }
        return sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { joined, range in
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
    }
}

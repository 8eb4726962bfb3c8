import Domain
import TOMLKit

/// A table of the configuration file; whatever is wrong in it is reported with its line.
struct ConfigTable {
    private let table: TOMLTable
    private let keyPath: [String]
    private let lines: KeyLines
    private let file: String

    /// The root table of a whole file.
    init(path: String, text: String) throws(SettingsFailure) {
        // The parser takes the text as a C string, and would see nothing after a NUL.
        guard !text.utf8.contains(0) else { throw .notText(path) }
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw .syntax(ConfigPlace(path: path, line: error.source.begin.line), reason: error.description)
        } catch {
            throw .notText(path)
        }
        file = path
        keyPath = []
        lines = KeyLines(text)
    }

    private init(_ table: TOMLTable, at key: String, of parent: ConfigTable) {
        self.table = table
        keyPath = parent.keyPath + [key]
        lines = parent.lines
        file = parent.file
    }

    /// The table's name, as it stands in its heading.
    var name: String { keyPath.joined(separator: ".") }

    /// Where the table begins.
    var place: ConfigPlace { ConfigPlace(path: file, line: lines.line(of: keyPath)) }

    func place(of key: String) -> ConfigPlace {
        ConfigPlace(path: file, line: lines.line(of: keyPath + [key]))
    }

    /// Every key has to be one of `valid`; the first in the file that is not is reported.
    func checkKeys(_ valid: [String]) throws(SettingsFailure) {
        let unknown = table.keys.filter { !valid.contains($0) }
        guard let first = unknown.min(by: { place(of: $0).line < place(of: $1).line }) else { return }
        throw .unknownKey(place(of: first), first, table: keyPath, valid: valid)
    }

    /// Every key with what `read` makes of it.
    func values<Value>(
        _ read: (String) throws(SettingsFailure) -> Value?
    ) throws(SettingsFailure) -> [String: Value] {
        var values: [String: Value] = [:]
        for key in table.keys { values[key] = try read(key) }
        return values
    }
}

// MARK: - Values

extension ConfigTable {
    /// A string that is not empty.
    func string(_ key: String) throws(SettingsFailure) -> Placed<String>? {
        guard let value = table[key] else { return nil }
        guard let text = value.string else { throw wrongType(key, "a string", value) }
        guard !text.isEmpty else { throw .empty(place(of: key), key) }
        return Placed(text, place(of: key))
    }

    /// A file's path; relative ones are seen from the configuration file.
    func path(_ key: String, _ directories: Directories) throws(SettingsFailure) -> Placed<String>? {
        guard let text = try string(key) else { return nil }
        let directory = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        return Placed(directories.resolving(text.value, from: directory), text.place)
    }

    func bool(_ key: String) throws(SettingsFailure) -> Placed<Bool>? {
        guard let value = table[key] else { return nil }
        guard let bool = value.bool else { throw wrongType(key, "true or false", value) }
        return Placed(bool, place(of: key))
    }

    func choice<Choice>(_ key: String, of: Choice.Type) throws(SettingsFailure) -> Placed<Choice>?
    where Choice: CaseIterable & RawRepresentable<String> & Hashable & Sendable {
        guard let value = table[key] else { return nil }
        let valid = Choice.allCases.map(\.rawValue)
        guard let text = value.string else {
            throw wrongType(key, "one of " + valid.map { "\"\($0)\"" }.joined(separator: ", "), value)
        }
        guard let choice = Choice(rawValue: text) else { throw .badValue(place(of: key), key, text, valid: valid) }
        return Placed(choice, place(of: key))
    }

    /// A string or an array of them.
    func strings(_ key: String) throws(SettingsFailure) -> Placed<[String]>? {
        guard let value = table[key] else { return nil }
        if let text = value.string { return Placed([text], place(of: key)) }
        guard let array = value.array else { throw wrongType(key, "a string or an array of strings", value) }
        var strings: [String] = []
        for element in array {
            guard let text = element.string else { throw wrongType(key, "strings only", element) }
            strings.append(text)
        }
        return Placed(strings, place(of: key))
    }

    /// Columns of the list, by their words.
    func columns(_ key: String) throws(SettingsFailure) -> Placed<ListColumns>? {
        guard let words = try strings(key) else { return nil }
        guard !words.value.isEmpty else { throw .empty(words.place, key) }
        do throws(UnknownListColumn) {
            return Placed(try ListColumns(words: words.value), words.place)
        } catch {
            throw .badValue(words.place, key, error.word, valid: UnknownListColumn.valid)
        }
    }

    /// One of the choices, or an array of them that is not empty.
    func choices<Choice>(_ key: String, of: Choice.Type) throws(SettingsFailure) -> Placed<[Choice]>?
    where Choice: CaseIterable & RawRepresentable<String> & Hashable & Sendable {
        guard let texts = try strings(key) else { return nil }
        guard !texts.value.isEmpty else { throw .empty(place(of: key), key) }
        let valid = Choice.allCases.map(\.rawValue)
        var choices: [Choice] = []
        for text in texts.value {
            guard let choice = Choice(rawValue: text) else { throw .badValue(place(of: key), key, text, valid: valid) }
            choices.append(choice)
        }
        return Placed(choices, texts.place)
    }

    /// An array of strings that is not empty: a program and its arguments, which no shell reads.
    func words(_ key: String) throws(SettingsFailure) -> Placed<[String]>? {
        guard let value = table[key] else { return nil }
        guard value.array != nil else {
            throw wrongType(key, "an array of the program and its arguments, as in [\"vlock\", \"-c\"]", value)
        }
        guard let words = try strings(key), words.value.first?.isEmpty == false else {
            throw .empty(place(of: key), key)
        }
        return words
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(SettingsFailure) -> Placed<Int>? {
        guard let value = table[key] else { return nil }
        let expected = "a number from \(range.lowerBound) to \(range.upperBound)"
        guard let number = value.int else { throw wrongType(key, expected, value) }
        guard range.contains(number) else { throw .outOfRange(place(of: key), key, number, expected: expected) }
        return Placed(number, place(of: key))
    }

    func table(_ key: String) throws(SettingsFailure) -> ConfigTable? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else {
            throw wrongType(key, "a table: [\((keyPath + [key]).joined(separator: "."))]", value)
        }
        return ConfigTable(inner, at: key, of: self)
    }

    /// The name of a table below the one of this name; `nil` where there is none.
    func innerTable(of key: String) -> String? {
        guard let inner = table[key]?.table else { return nil }
        return inner.keys.sorted().first { inner[$0]?.table != nil }
    }

    private func wrongType(
        _ key: String, _ expected: String, _ value: any TOMLValueConvertible
    ) -> SettingsFailure {
        .wrongType(place(of: key), key, expected: expected, found: value.type.description)
    }
}

import Signing

/// The profiles in a file that the AWS CLI shares (`~/.aws/config`, `~/.aws/credentials`).
struct ProfileFile: Hashable {
    let path: String
    /// The settings of each profile; names without the word `profile` that the configuration file puts before them.
    private(set) var profiles: [String: [String: String]] = [:]

    /// Reads the file; `nil` when there is none.
    ///
    /// - Parameter setting: what says where the file is.
    init?(path: String, setting: String) throws(AccessKeyFailure) {
        let bytes: [UInt8]
        do throws(BoundedFile.Failure) {
            bytes = try BoundedFile.read(path)
        } catch {
            switch error {
            case .missing: return nil
            case .unreadable(let reason): throw .unreadable(setting: setting, path: path, reason: reason)
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(setting: setting, path: path, reason: "it is not text in UTF-8")
        }
        try self.init(path: path, text: text)
    }

    init(path: String, text: String) throws(AccessKeyFailure) {
        self.path = path
        var section: String?
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, raw) in lines.enumerated() {
            let line = Self.trimmed(raw)
            if line.isEmpty || line.first == "#" || line.first == ";" { continue }
            if line.first == "[" {
                guard let end = line.firstIndex(of: "]") else { throw .malformedFile(path: path, line: index + 1) }
                section = Self.profileName(line[line.index(after: line.startIndex)..<end])
                if let section, profiles[section] == nil { profiles[section] = [:] }
                continue
            }
            // What is indented belongs to the setting above it, such as those of s3; nothing of it is needed here.
            if raw.first?.isWhitespace == true { continue }
            guard let equals = line.firstIndex(of: "=") else { throw .malformedFile(path: path, line: index + 1) }
            guard let section else { continue }
            let value = Self.trimmed(line[line.index(after: equals)...])
            profiles[section]?[Self.trimmed(line[..<equals]).lowercased()] = Self.withoutComment(value)
        }
    }

    /// `nil` for a section of another kind: `sso-session`, `services`.
    private static func profileName(_ section: Substring) -> String? {
        let words = section.split(whereSeparator: \.isWhitespace).map { $0.filter { $0 != "\"" && $0 != "'" } }
        switch words.count {
        case 1: return words[0]
        case 2 where words[0] == "profile": return words[1]
        default: return nil
        }
    }

    /// A `#` or `;` behind white space begins a comment.
    private static func withoutComment(_ value: String) -> String {
        var previous: Character = "x"
        for index in value.indices {
            if value[index] == "#" || value[index] == ";", previous.isWhitespace { return trimmed(value[..<index]) }
            previous = value[index]
        }
        return value
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        let head = text.drop { $0.isWhitespace }
        return String(head.reversed().drop { $0.isWhitespace }.reversed())
    }
}

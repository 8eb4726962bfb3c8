/// Compares answers of now with recorded ones. Times, cursors and identities that a server makes are others than then, but
/// each stands wherever it stood then; members and headers may have been added; prose may be worded anew.
package struct AnswerComparison {
    /// What stands now for what stood then.
    private var now: [String: String] = [:]

    package init() {}

    private static let madeByServers: Set<String> = [
        "created_at", "cursor", "customer_id", "deleted_at", "instance", "registration_date", "timestamp", "updated_at",
    ]
    private static let prose: Set<String> = ["detail", "error", "message", "title"]
    /// Of a connection or a moment, and not of the answer.
    private static let passing: Set<String> = ["connection", "content-length", "date", "x-request-id"]

    /// A recorded request's text with what stands now in it.
    package func translated(_ text: String) -> String {
        now.reduce(text) { text, pair in
            text.split(separator: pair.key, omittingEmptySubsequences: false).joined(separator: pair.value)
        }
    }

    // MARK: Bodies

    /// - Returns: in words, what is not the same.
    package mutating func differences(_ old: AnyJSON, _ new: AnyJSON, at place: String = "body", member: String = "")
        -> [String]
    {
        switch (old, new) {
        case (.object(let old), .object(let new)):
            return old.sorted { $0.key < $1.key }.flatMap { name, value in
                guard let now = new[name] else { return ["\(place).\(name) is missing"] }
                return differences(value, now, at: "\(place).\(name)", member: name)
            }
        case (.array(let old), .array(let new)):
            guard old.count == new.count else { return ["\(place) has \(new.count) elements, not \(old.count)"] }
            return zip(old, new).enumerated().flatMap { differences($1.0, $1.1, at: "\(place)[\($0)]") }
        case (.string(let old), .string(let new)):
            if Self.prose.contains(member) { return new.isEmpty ? ["\(place) is empty"] : [] }
            return difference(old, new, at: place, isMade: Self.madeByServers.contains(member))
        default: return old == new ? [] : ["\(place) is \(new), not \(old)"]
        }
    }

    private mutating func difference(_ old: String, _ new: String, at place: String, isMade: Bool) -> [String] {
        guard old != new else { return [] }
        if let known = now[old] { return known == new ? [] : ["\(place) is \(new), and elsewhere \(known)"] }
        guard isMade, !old.isEmpty, !new.isEmpty else { return ["\(place) is \(new), not \(old)"] }
        now[old] = new
        return []
    }

    // MARK: Headers

    /// Headers with elements that others may be added to.
    private static let lists: Set<String> = [
        "access-control-allow-headers", "access-control-allow-methods", "access-control-expose-headers", "allow",
        "vary",
    ]

    private static func elements(_ header: String) -> Set<String> {
        Set(header.split { $0 == "," || $0 == " " }.map { $0.lowercased() })
    }

    /// - Parameter value: of the header with this name now; `nil` when there is none.
    package mutating func differences(_ headers: [String: String], _ value: (String) -> String?) -> [String] {
        headers.sorted { $0.key < $1.key }.flatMap { name, old -> [String] in
            guard !Self.passing.contains(name.lowercased()) else { return [] }
            guard let new = value(name) else { return ["there is no \(name)"] }
            if Self.lists.contains(name.lowercased()) {
                return Self.elements(old).subtracting(Self.elements(new)).sorted().map { "\(name) lacks \($0)" }
            }
            let ((oldText, oldCursor), (newText, newCursor)) = (Self.parted(old), Self.parted(new))
            let cursors = difference(oldCursor, newCursor, at: "\(name)'s cursor", isMade: true)
            return difference(translated(oldText), newText, at: name, isMade: false) + cursors
        }
    }

    /// A header without its cursor, and the cursor.
    private static func parted(_ header: String) -> (String, String) {
        let parts = header.split(separator: "cursor=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let rest = parts.dropFirst().first else { return (header, "") }
        let cursor = rest.prefix { $0 != ">" && $0 != "&" }
        return (String(parts[0]) + String(rest.dropFirst(cursor.count)), String(cursor))
    }
}

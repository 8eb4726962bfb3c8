import Domain
import Screen
import Wire
import Wording

/// In what a customer is not as a line of a file says, member by member.
package struct ImportDifference: Hashable, Sendable {
    private let members: [Member]
    /// The customer's version, when the line was made from an older one.
    package let newerVersion: Version?
    /// Whether the customer gives another email up, or gets the first.
    package let freesEmail: Bool

    private struct Member: Hashable {
        let name: String
        let now: String?
        let inFile: String?
        /// Whether it is given on creation and never changes.
        var isFixed = false
    }

    /// A version that the line does not know.
    package struct Version: Hashable, Sendable {
        let ofLine: Int
        let current: Int
        let updatedAt: Timestamp
        let author: String
    }

    /// `nil` where there is none.
    ///
    /// - Parameter sameSince: the version since which nothing of the customer has changed; `nil` for the newest.
    init?(_ record: ImportRecord, _ known: Customer, sameSince: Int? = nil) {
        let edit = record.edit(of: known.details)
        var members = edit.fields.map { field in
            Member(name: field.rawValue, now: edit.changes[field]?.from, inFile: edit.changes[field]?.to)
        }
        // Registration dates are compared as the API shows them, because it keeps finer digits to itself.
        if let date = record.registrationDate, date.text != known.registrationDate.text {
            let name = CustomerMember.registrationDate.name + " (set on creation only)"
            members.append(Member(name: name, now: known.registrationDate.text, inFile: date.text, isFixed: true))
        }
        guard !members.isEmpty else { return nil }
        self.members = members
        freesEmail = edit.changes[.email] != nil && record.emailKey != known.details.emailKey
        newerVersion = record.version.flatMap { version in
            // What cannot be written needs no warning about writing it.
            guard version < sameSince ?? known.version, !edit.isEmpty else { return nil }
            return Version(
                ofLine: version, current: known.version, updatedAt: known.updatedAt, author: known.byAuthor)
        }
    }

    // MARK: In words

    private static let maximumColumns = 60

    /// `line 8 differs in name: Anna Smith → Anna Smyth`, a line for each member.
    package func lines(_ line: Int, isWritten: Bool) -> [String] {
        let age = newerVersion.map { version in
            let why = "it is of version \(version.ofLine), the customer of version \(version.current) since "
            return " (" + why + version.updatedAt.text + version.author + ")"
        }
        let verb = isWritten ? "changes" : age == nil ? "differs in" : "is stale in"
        return members.map { member in
            member.isFixed
                ? Self.text(member, line, "differs in")
                : Self.text(member, line, verb) + (isWritten ? "" : age ?? "")
        }
    }

    /// The same of what stays as it is, though the rest is written.
    package func fixedLines(_ line: Int) -> [String] {
        members.filter(\.isFixed).map { Self.text($0, line, "differs in") }
    }

    private static func text(_ member: Member, _ line: Int, _ verb: String) -> String {
        "line \(line) \(verb) \(member.name): \(value(member.now)) → \(value(member.inFile))"
    }

    /// A value on one line, cut.
    private static func value(_ value: String?) -> String {
        guard let value else { return "–" }
        let line = String(value.unicodeScalars.map { $0 == "\n" ? "⏎" : Character($0) })
        return DisplayText.fitted(line, maximumColumns)
    }
}

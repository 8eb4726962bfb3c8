package import Domain
import HTTP
import HTTPTypes

/// What there is of a customer besides the record as it is: the rest of the path behind the id.
package enum CustomerPart: Hashable, Sendable {
    /// Who did what, and what was said.
    case timeline
    case notes
    /// The note with this number in the timeline.
    case note(Int)
    /// The record as it was.
    case past(Rewind.Target)
    case restoration
    case erasure
    /// Who may be the same person.
    case duplicates
    /// Who was said not to be.
    case dismissals
    /// That somebody is not.
    case dismissal(CustomerID)

    /// - Parameter segments: decoded.
    init?(segments: ArraySlice<Substring>) {
        switch (segments.first, segments.dropFirst().first, segments.count) {
        case ("timeline", _, 1): self = .timeline
        case ("notes", _, 1): self = .notes
        case ("restore", _, 1): self = .restoration
        case ("erase", _, 1): self = .erasure
        case ("duplicates", _, 1): self = .duplicates
        case ("dismissals", _, 1): self = .dismissals
        case ("notes", let number?, 2):
            guard let number = Self.number(number) else { return nil }
            self = .note(number)
        case ("versions", let number?, 2):
            guard let version = Self.number(number) else { return nil }
            self = .past(.version(version))
        case ("at", let text?, 2):
            guard let moment = Timestamp(String(text)) else { return nil }
            self = .past(.moment(moment))
        case ("duplicates", let other?, 3) where segments.last == "dismiss":
            guard let id = CustomerID(other) else { return nil }
            self = .dismissal(id)
        default: return nil
        }
    }

    /// A number of an entry, or a version: the same texts are numbers in both.
    private static func number(_ text: Substring) -> Int? {
        guard let number = Int(text), String(number) == text else { return nil }
        return Customer.version(number)
    }

    var path: String {
        switch self {
        case .note(let number): "notes/\(number)"
        case .past(.version(let version)): "versions/\(version)"
        case .past(.moment(let moment)): "at/\(PercentEncoding.encoded(moment.exactText))"
        case .dismissal(let other): "duplicates/\(other.text)/dismiss"
        case .timeline, .notes, .restoration, .erasure, .duplicates, .dismissals: template
        }
    }

    /// The path without an identity, a number or a moment.
    var template: String {
        switch self {
        case .timeline: "timeline"
        case .notes: "notes"
        case .note: "notes/{seq}"
        case .past(.version): "versions/{version}"
        case .past(.moment): "at/{time}"
        case .restoration: "restore"
        case .erasure: "erase"
        case .duplicates: "duplicates"
        case .dismissals: "dismissals"
        case .dismissal: "duplicates/{other}/dismiss"
        }
    }

    static let templates = [
        "timeline", "notes", "notes/{seq}", "versions/{version}", "at/{time}", "restore", "erase", "duplicates",
        "dismissals", "duplicates/{other}/dismiss",
    ]

    var methods: [HTTPRequest.Method] {
        switch self {
        case .timeline, .past, .duplicates, .dismissals: [.get, .head]
        case .notes, .restoration, .erasure, .dismissal: [.post]
        case .note: [.delete]
        }
    }
}

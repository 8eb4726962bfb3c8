import Domain
import FoundationEssentials
import Panes
import Wire

/// A draft as it stands in its file.
struct DraftFile: Codable {
    let format: Int
    let id: String
    let savedAt: String
    /// The customer being edited, as the form knew it; absent for a new one.
    let customer: CustomerJSON?
    /// The id that a new customer is to have.
    let newID: String?
    let values: [String: String]
    /// The refused entry of the queue that it corrects.
    let entry: Int64?
    /// The deleted customer in whose place a new one is made.
    let inPlaceOf: String?
    /// What was written so far of a note on the customer.
    let note: String?

    private static let currentFormat = 1
    /// Programs that know no notes leave it alone.
    private static let noteFormat = 2

    enum CodingKeys: String, CodingKey {
        case format, id, customer, values, entry, note
        case savedAt = "saved_at"
        case newID = "new_id"
        case inPlaceOf = "in_place_of"
    }

    init(_ draft: Draft) {
        format = draft.note == nil ? Self.currentFormat : Self.noteFormat
        note = draft.note
        id = draft.id.text
        savedAt = draft.savedAt.text
        switch draft.subject {
        case .new(let id): (customer, newID) = (nil, id.text)
        case .edit(let base): (customer, newID) = (CustomerJSON(base), nil)
        }
        values = Dictionary(uniqueKeysWithValues: draft.values.map { ($0.key.rawValue, $0.value) })
        switch draft.target {
        case .newEntry: (entry, inPlaceOf) = (nil, nil)
        case .entry(let sequence): (entry, inPlaceOf) = (sequence, nil)
        case .everything(let customer): (entry, inPlaceOf) = (nil, customer.text)
        }
    }

    /// `nil` for a file of a later format or one that makes no sense.
    var draft: Draft? {
        guard format == (note == nil ? Self.currentFormat : Self.noteFormat), let id = Draft.ID(id),
            let savedAt = Timestamp(savedAt)
        else {
            return nil
        }
        let pairs = values.compactMap { name, value in CustomerField(rawValue: name).map { ($0, value) } }
        let subject: Draft.Subject
        if let customer {
            subject = .edit(customer.customer)
        } else if let newID = newID.flatMap({ CustomerID($0) }) {
            subject = .new(newID)
        } else {
            return nil
        }
        return Draft(
            id: id, subject: subject, values: Dictionary(uniqueKeysWithValues: pairs), target: target, savedAt: savedAt,
            note: note)
    }

    private var target: Draft.Target {
        if let entry { return .entry(entry) }
        return inPlaceOf.flatMap { CustomerID($0) }.map { .everything(of: $0) } ?? .newEntry
    }
}

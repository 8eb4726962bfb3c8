import Domain
import Journal
import Wire

/// An unfinished edit in `queue --json`; nothing in it is of the customer but the id. `group` is what it was done with, by name.
struct QueuedEditJSON: Encodable {
    private let edit: PendingEdit
    private let status: EditStatus
    private let reason: String?
    private let group: String?

    init(_ edit: PendingEdit, in queue: EditQueue, _ surroundings: QueueSurroundings, reason: String?) {
        self.edit = edit
        self.reason = reason
        status = queue.status(of: edit, surroundings)
        group = queue.groupName(of: edit)
    }

    private enum Member: String, CodingKey {
        case seq, op, kind, state, attempts, reason, group
        case customerID = "customer_id"
    }

    /// Every member is written, `null` included.
    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(edit.sequence, forKey: .seq)
        try members.encode(edit.op.text, forKey: .op)
        try members.encode(edit.change.kind.rawValue, forKey: .kind)
        try members.encode(edit.customer.text, forKey: .customerID)
        try members.encode(status.rawValue, forKey: .state)
        try members.encode(edit.attempts, forKey: .attempts)
        try members.encode(reason, forKey: .reason)
        try members.encode(group, forKey: .group)
    }
}

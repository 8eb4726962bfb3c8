/// How far a listing was read from what is kept on this machine.
enum LocalProgress: Hashable, Sendable {
    case unread
    case asked(RequestID)
    case more
    case finished

    var canGoOn: Bool { self == .unread || self == .more }
}

/// A law that was broken, and how.
struct Finding {
    /// 1 or 2.
    let law: Int
    let text: String
}

/// What was played and looked at, so that a check that never had anything to look at is seen.
struct Tally {
    var events = 0
    /// Targets of keys that were compared with a name on the screen.
    var acts = 0
    /// Numbers of several customers that were compared with the screen.
    var marked = 0
    /// Events from outside after which the focus was compared with what it was before.
    var looks = 0
    /// Those of them after which a name was compared.
    var names = 0

    mutating func add(_ other: Tally) {
        events += other.events
        acts += other.acts
        marked += other.marked
        looks += other.looks
        names += other.names
    }

    var message: String {
        "\(events) events: \(acts) acts of keys, \(marked) on several and \(looks) events from outside looked at, \(names) of them with a name"
    }
}

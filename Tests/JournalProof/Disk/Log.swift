/// A value with the changes that were made to it, of which a power cut may undo those that were not synced.
///
/// A change that a sync has failed on stays in doubt for ever: a later sync that succeeds says nothing about it
/// (fsync(2): the kernel may have marked the pages clean).
struct Log<Value: Hashable & Sendable, Change: Hashable & Sendable>: Hashable, Sendable {
    /// What is on the disk for certain.
    private(set) var base: Value
    private(set) var changes: [Entry] = []
    /// What programs see.
    private(set) var current: Value

    struct Entry: Hashable, Sendable {
        let change: Change
        var fate: Fate
    }

    enum Fate: Hashable, Sendable {
        case unsynced, doubtful, synced
    }

    init(_ value: Value) {
        base = value
        current = value
    }

    mutating func make(_ change: Change, _ apply: (Change, inout Value) -> Void) {
        changes.append(Entry(change: change, fate: .unsynced))
        apply(change, &current)
    }

    mutating func sync(_ apply: (Change, inout Value) -> Void) {
        for index in changes.indices where changes[index].fate == .unsynced { changes[index].fate = .synced }
        while let first = changes.first, first.fate == .synced {
            apply(first.change, &base)
            changes.removeFirst()
        }
    }

    mutating func failSync() {
        for index in changes.indices where changes[index].fate == .unsynced { changes[index].fate = .doubtful }
    }

    /// Everything that can be on the disk after a power cut.
    ///
    /// - Parameter lose: what can become of a value when an unsynced change is made to it, or not, or in part.
    func outcomes(_ apply: (Change, inout Value) -> Void, lose: (Change, Value) -> Set<Value>) -> Set<Value> {
        changes.reduce([base]) { values, entry in
            guard entry.fate == .synced else { return Set(values.flatMap { lose(entry.change, $0) }) }
            return Set(
                values.map { value in
                    var value = value
                    apply(entry.change, &value)
                    return value
                })
        }
    }

    /// The least that can be there: nothing that was not synced.
    func least(_ apply: (Change, inout Value) -> Void) -> Value {
        changes.reduce(into: base) { value, entry in
            if entry.fate == .synced { apply(entry.change, &value) }
        }
    }
}

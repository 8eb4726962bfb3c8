import Domain
import Journal
import Randomness
import TestSupport
import Wire

/// Somebody at a program who looks at customers, changes them, takes changes back, and answers what they are asked.
struct Person {
    var chance: SplitMix
    var pool = Pool()

    enum Act {
        case request(PersonRequest)
        /// Reads customers again.
        case look
        case retry
        case suspend, quit
    }

    init(seed: UInt64) {
        chance = SplitMix(seed: seed)
    }

    private enum Intention {
        case edit, editSame, editTogether, create, delete, undo, redo, note, restore, decide, withdraw, look, retry,
            suspend, quit
    }

    /// What the person does next; `nil` when nothing comes to their mind.
    ///
    /// - Parameter source: the program that they are at.
    mutating func act(on screen: Screen, _ queue: EditQueue, as source: EntrySource) -> Act? {
        let intention = chance.weighted(
            [
                (30, Intention.edit), (12, .editSame), (6, .editTogether), (9, .create), (8, .delete), (9, .undo),
                (4, .redo), (9, .note), (4, .restore),
                (16, .decide),
                (6, .withdraw), (10, .look), (3, .retry), (2, .suspend), (4, .quit),
            ], otherwise: .look)
        switch intention {
        case .edit: return edit(anyone(on: screen, queue), screen, queue).map { .request($0) }
        // Several edits of one customer in a row are what coalescing is for.
        case .editSame: return edit(queue.entries.last?.customer, screen, queue).map { .request($0) }
        case .editTogether: return editTogether(screen, queue).map { .request($0) }
        case .create: return .request(create())
        case .delete: return delete(screen, queue).map { .request($0) }
        case .undo: return undo(screen, queue).map { .request($0) }
        case .redo: return redo(screen, queue).map { .request($0) }
        case .note: return note(anyone(on: screen, queue)).map { .request($0) }
        case .restore: return restore(screen, queue).map { .request($0) }
        case .decide: return decide(screen, queue).map { .request($0) }
        case .withdraw: return withdraw(queue, source).map { .request($0) }
        case .look: return .look
        case .retry: return .retry
        case .suspend: return .suspend
        case .quit: return .quit
        }
    }

    private mutating func anyone(on screen: Screen, _ queue: EditQueue) -> CustomerID? {
        chance.one(of: Set(screen.directory.keys).union(queue.customers).sorted())
    }

    mutating func group(_ name: String) -> EditGroup { EditGroup(id: .random(using: &chance), name: name) }

    mutating func form(_ change: Entry.Change) -> Entry.Form {
        Entry.Form(op: .random(using: &chance), change: change)
    }

    mutating func enter(_ id: CustomerID, _ change: Entry.Change, _ link: Entry.Link? = nil) -> PersonRequest {
        PersonRequest(.enter([Entry(customer: id, form: form(change), link: link)]))
    }
}

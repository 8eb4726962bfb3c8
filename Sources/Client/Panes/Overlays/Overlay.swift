import Domain
import Journal
import Screen

/// What lies over the panes and takes the keys first.
enum Overlay: Sendable {
    case help(firstLine: Int)
    case palette(PaletteState)
    case question(Question)
}

/// A question that one key answers.
struct Question: Sendable {
    let title: String
    /// What depends on the answer, line by line.
    let lines: [String]
    /// A customer's values that it is about, which are masked while the screen is.
    var personal: Personal?
    let choices: [Choice]

    enum Personal: Sendable {
        case email(String)
        case change(Entry.Change)
    }

    struct Choice: Sendable {
        let key: Character
        let title: String
        let action: Action
    }

    enum Action: Sendable {
        case none
        case delete(Customer, Entry.Link?)
        case undo(EditQueue.UndoStep)
        case redo(UndoneEdit)
        case discard(JournalRecord.Sequence)
        case leaveForm
        case restoreDraft(Draft)
        case askToDropDraft(Draft.ID, of: String)
        case dropDraft(Draft.ID)
        case release
        case copyQueue
        case copyUnsaved
        case copyForm
        case quit
    }
}

/// Commands by name, narrowed as one types.
struct PaletteState: Sendable {
    var editor = LineEditor()
    private(set) var selected = 0

    /// The commands whose name or help contains every typed word, in the table's order; before them the one that is called
    /// exactly so, or has this key, and those whose name begins so.
    func rows(_ all: [KeyRow]) -> [KeyRow] {
        let typed = editor.text.trimmed
        let words = typed.lowercased().split(separator: " ")
        let found = all.filter { row in
            let texts = [row.command.rawValue, row.help.lowercased()]
            return row.isCalled(typed) || words.allSatisfy { word in texts.contains { $0.contains(word) } }
        }
        guard !typed.isEmpty else { return found }
        let ranks: [(KeyRow) -> Bool] = [
            { $0.command.rawValue == typed.lowercased() }, { $0.isCalled(typed) },
            { $0.command.rawValue.hasPrefix(typed.lowercased()) }, { _ in true },
        ]
        let ranked = Dictionary(grouping: found) { row in ranks.firstIndex { $0(row) } ?? ranks.count }
        return ranks.indices.flatMap { ranked[$0] ?? [] }
    }

    mutating func move(by step: Int, count: Int) {
        selected = max(0, min(selected + step, count - 1))
    }

    mutating func selectFirst() {
        selected = 0
    }
}

extension KeyRow {
    /// Whether this is the command's whole name, or one of its keys as they are written.
    fileprivate func isCalled(_ text: String) -> Bool {
        command.rawValue == text.lowercased() || keys.contains { $0.name == text }
    }
}

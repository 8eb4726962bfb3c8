import Domain
import Journal

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
    let choices: [Choice]

    struct Choice: Sendable {
        let key: Character
        let title: String
        let action: Action
    }

    enum Action: Sendable {
        case none
        case delete(Customer, Entry.Link?)
        case discard(JournalRecord.Sequence)
        case leaveForm
        case restoreDraft(Draft)
        case askToDropDraft(Draft.ID, of: String)
        case dropDraft(Draft.ID)
        case release
        case copyQueue
        case quit
    }
}

/// Commands by name, narrowed as one types.
struct PaletteState: Sendable {
    var editor = LineEditor()
    private(set) var selected = 0

    /// The commands whose name or title contains every typed word, in the table's order.
    func rows(_ all: [KeyRow]) -> [KeyRow] {
        let words = editor.text.lowercased().split(separator: " ")
        return all.filter { row in
            words.allSatisfy { row.command.rawValue.contains($0) || row.help.lowercased().contains($0) }
        }
    }

    mutating func move(by step: Int, count: Int) {
        selected = max(0, min(selected + step, count - 1))
    }

    mutating func selectFirst() {
        selected = 0
    }
}

import Domain
import Journal
import Screen

/// A note that is being written on a customer.
struct NotePane: Hashable, Sendable {
    let id: CustomerID
    let draft: Draft.ID
    private(set) var editor: LineEditor
    /// How long it was when typing paused last: nothing but what is typed changes on the screen with each key.
    private(set) var countedCharacters: Int
    /// Why a killed process would lose what was written last; until it is on disk again.
    var notKept: String?

    init(_ id: CustomerID, draft: Draft.ID, text: String = "") {
        (self.id, self.draft) = (id, draft)
        editor = LineEditor(text, allowsLineBreaks: true)
        countedCharacters = text.unicodeScalars.count
    }

    var isEmpty: Bool { editor.text.trimmed.isEmpty }

    /// What would be saved, or why nothing can be.
    private var note: Result<NoteText, FieldViolation> {
        do throws(FieldViolation) {
            return .success(try NoteText(editor.text))
        } catch {
            return .failure(error)
        }
    }

    /// What is wrong with what was written so far.
    var fault: String? {
        if !isEmpty, case .failure(let violation) = note { violation.message } else { nil }
    }

    /// The count follows after so long without typing.
    private static let pauseMilliseconds = 400

    mutating func count() { countedCharacters = editor.text.unicodeScalars.count }

    /// Puts a text in the place of what was written.
    ///
    /// - Returns: whether it is another one.
    mutating func replace(with text: String) -> Bool {
        let before = editor.text
        editor.clear()
        editor.paste(text)
        count()
        return editor.text != before
    }

    /// What becomes of it when the program ends.
    var leavingText: String {
        notKept == nil
            ? "What was written is offered again at the next start."
            : "It could not be written to the disk, and is lost."
    }

    /// The customer was erased: nothing of what was written on them stays.
    mutating func erase() {
        editor = LineEditor(allowsLineBreaks: true)
        count()
    }
}

extension NotePane: Pane {
    static let scope = Scope.note

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let before = editor.text
        switch input {
        case .key(let key): _ = editor.handle(key)
        case .paste(let text): context.sayLeftOut(editor.paste(text))
        case .command(.clear): editor.clear()
        case .command(.save): save(&context, &navigator)
        case .command(.back): leave(&navigator)
        case .command(.copy): context.copy(editor.text, of: [id])
        case .command(.openEditor): context.edit(EditorRequest(.note(draft), text: editor.text))
        case .command, .counted, .typed: break
        }
        guard editor.text != before else { return }
        keepDraft(&context)
        context.perform(.start(.notePause, milliseconds: Self.pauseMilliseconds))
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid)
    }

    func keptRows(_ context: PaneContext) -> Int { context.keptRows(of: self) }

    // MARK: Saving

    private func save(_ context: inout PaneContext, _ navigator: inout Navigator) {
        guard context.mayWrite() else { return }
        guard !context.model.isGone(id) else {
            let copy = context.keyName(.copy, in: Self.scope)
            return context.post(.error("Not saved: the customer is deleted. \(copy) copies what was written."))
        }
        switch note {
        case .success(let text):
            context.enter(text, on: id, draft: draft)
            navigator.go(.pop)
        case .failure(let violation):
            let next = isEmpty ? "Write something, or leave with Esc." : "Correct it, or leave with Esc."
            context.post(.error("Not saved: the note \(violation.message). \(next)"))
        }
    }

    func keepDraft(_ context: inout PaneContext) {
        guard let customer = context.model.shown(id), !context.model.erased.contains(id) else { return }
        context.perform(.keepDraft(Draft(noteOn: customer, id: draft, editor.text, savedAt: context.chrome.now)))
    }

    private func leave(_ navigator: inout Navigator) {
        guard !isEmpty else { return navigator.go(.closeNote) }
        navigator.ask(
            Question(
                title: "Leave without saving?", lines: ["What was written is thrown away."],
                choices: [
                    .init(key: "y", title: "leave", action: .leaveNote),
                    .init(key: "n", title: "stay", action: .none),
                ]))
    }
}

extension PaneContext {
    /// Opens a note on a customer, unless they cannot have one.
    mutating func openNote(on id: CustomerID, _ navigator: inout Navigator) {
        if changeable(id) != nil { navigator.go(.openNote(id)) }
    }

    /// Enters a note; it is in the timeline at once, as waiting.
    mutating func enter(_ text: NoteText, on id: CustomerID, draft: Draft.ID) {
        let name = model.name(of: id)
        let when = model.isSending ? "" : "; it is sent when \(whenSent)"
        record(
            .enter([Entry(customer: id, form: entryForm(for: .note(text)))]),
            for: .note(draft, saying: .success("Noted on \(name)\(when).")))
    }
}

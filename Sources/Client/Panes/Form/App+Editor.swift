package import Domain
import Screen
import Wording

/// A text that is to be written in the person's editor.
package struct EditorRequest: Hashable, Sendable {
    /// Where the text belongs.
    package let target: Target
    /// What the editor begins with.
    package let text: String

    init(_ target: Target, text: String) {
        (self.target, self.text) = (target, text)
    }

    /// Where the text belongs.
    package enum Target: Hashable, Sendable {
        case field(CustomerField, of: Draft.ID)
        case note(Draft.ID)

        /// What the file is called, and what people call it.
        package var name: String {
            switch self {
            case .field(let field, _): field.rawValue
            case .note: "note"
            }
        }

        fileprivate var label: String {
            switch self {
            case .field(let field, _): field.label.lowercased()
            case .note: name
            }
        }
    }
}

/// What has become of it.
package struct EditorResult: Hashable, Sendable {
    /// What was to be written.
    package let request: EditorRequest
    /// The text, or why there is none.
    package let outcome: Outcome

    /// The text, or why there is none.
    package enum Outcome: Hashable, Sendable {
        /// The file as the editor has left it.
        case written(String)
        /// Why there is no text, as a sentence.
        case failed(String)
    }

    /// - Parameter request: the one that is answered.
    package init(_ request: EditorRequest, _ outcome: Outcome) {
        self.request = request
        self.outcome = outcome
    }
}

extension FormPane {
    private var textToEdit: String {
        let value = text(focus)
        return overlong[focus].flatMap { $0.value == value ? $0.written : nil } ?? value
    }

    mutating func openEditor(_ context: inout PaneContext) {
        guard stage == .editing else { return }
        guard focus.allowsLineBreaks else {
            let fields = CustomerField.allCases.filter(\.allowsLineBreaks).map { $0.label.lowercased() }
            context.post(.plain("Only \(fields.joined(separator: ", ")) opens in the editor; go there first."))
            return
        }
        guard !context.isLossy(focus, self) else { return context.sayLoss() }
        context.edit(EditorRequest(.field(focus, of: id), text: textToEdit))
    }
}

extension App {
    /// Takes what was written in the editor, as if it had been pasted; the rules are held against it as always.
    mutating func receive(_ result: EditorResult) {
        chrome.isInEditor = false
        chrome.restAgain()
        perform(.start(.idle, milliseconds: idleStart))
        let request = result.request
        switch result.outcome {
        case .failed(let reason): chrome.notice = .error("The \(request.target.label) is as it was: \(reason)")
        case .written(let text):
            let whole = String(text.trimmingEnd)
            switch request.target {
            case .note:
                guard var pane = navigation.note, request.target == .note(pane.draft), !model.erased.contains(pane.id)
                else { return }
                let isOther = whole != request.text && pane.replace(with: whole)
                navigation.note = pane
                if isOther { pane.keepDraft(&context) }
                say(isOther, whole, request.target, in: .note)
            case .field(let field, let id):
                guard var form = customers.form, form.id == id, form.stage == .editing,
                    form.origin.map(model.erased.contains) != true
                else { return }
                defer { customers.form = form }
                guard whole.count <= LineEditor.maximumCharacters else {
                    form.overlong[field] = (whole, form.text(field))
                    return sayViolation(of: whole, field, "The form has it as it was")
                }
                form.overlong[field] = nil
                let isOther = whole != request.text && form.replace(field, with: whole)
                if isOther { form.noteChange(&context) }
                say(isOther, whole, request.target, in: .form)
                if isOther { sayViolation(of: whole, field, "It is in the form") }
            }
        }
    }

    /// Says of a text that cannot be saved why, and how one goes on with it.
    ///
    /// - Parameter place: what the form has, as the beginning of a sentence.
    private mutating func sayViolation(of text: String, _ field: CustomerField, _ place: String) {
        do throws(FieldViolation) {
            _ = try field.validated(text)
        } catch {
            let key = context.keyName(.openEditor, in: .form)
            chrome.notice = .error(
                "The \(field.label.lowercased()) \(error.message). \(place); \(key) opens what you wrote.")
        }
    }

    /// Says whether the editor has left another text, and whether all of it was taken.
    private mutating func say(_ isOther: Bool, _ text: String, _ target: EditorRequest.Target, in scope: Scope) {
        let label = target.label
        guard isOther else {
            chrome.notice = .plain("The \(label) is as it was.")
            return
        }
        let isCut = text.count > LineEditor.maximumCharacters
        chrome.notice =
            isCut
            ? .warning("Only the first \(LineEditor.maximumCharacters) characters of the \(label) were taken.")
            : .plain("The \(label) is from the editor; \(context.keyName(.save, in: scope)) saves it.")
    }
}

extension String {
    /// Without the line break that editors put at the end, and blank lines before it.
    fileprivate var trimmingEnd: Substring {
        var rest = self[...]
        while rest.last?.isNewline == true { rest.removeLast() }
        return rest
    }
}

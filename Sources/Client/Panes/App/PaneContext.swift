import Domain
import Journal
import Screen
import Wording

/// What panes read when they draw and speak: what is known, and what surrounds them.
struct PaneContext: Sendable {
    let environment: AppEnvironment
    let model: Model
    var chrome: Chrome

    var glyphs: Glyphs { environment.glyphs }

    /// The same with nothing masked, for what goes to the clipboard.
    var unmasked: PaneContext {
        var context = self
        context.chrome.isMasked = false
        return context
    }

    /// A field's value as it may be seen just now.
    func display(_ value: String, of field: CustomerField) -> String {
        chrome.isMasked ? Masking.masked(value, of: field) : value
    }

    /// A value in one line, as it may be seen just now.
    func oneLine(_ value: String?, of field: CustomerField) -> String {
        guard let value else { return glyphs.none }
        return display(value, of: field).split(separator: "\n").joined(separator: ", ")
    }

    func style(of tone: Notice.Tone) -> Style {
        switch tone {
        case .plain: .plain
        case .success: Style(environment.colours[.success])
        case .warning: Style(environment.colours[.warning])
        case .error: Style(environment.colours[.error], .bold)
        }
    }

    /// The name of the first key of a command, as hints show it.
    ///
    /// - Parameter scope: where the key is to be pressed; `nil` where it means the same everywhere.
    func keyName(_ command: Command, in scope: Scope? = nil) -> String {
        let rows = scope.map { environment.keymap.rows(in: $0) } ?? environment.keymap.rows
        return rows.first { $0.command == command }?.keys.first?.name ?? command.rawValue
    }

    func hasKey(_ command: Command, in scope: Scope) -> Bool {
        environment.keymap.rows(in: scope).contains { $0.command == command && !$0.keys.isEmpty }
    }

    /// `as of 12 min ago`; `nil` for what is younger than a minute.
    func asOf(_ moment: Timestamp) -> String? {
        chrome.now.seconds(since: moment) < 60 ? nil : "as of \(Wording.age(of: moment, at: chrome.now))"
    }
}

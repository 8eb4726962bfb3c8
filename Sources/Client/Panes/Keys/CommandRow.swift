import Screen
import Wire

/// One row of ``CommandTable``.
package struct CommandRow: Sendable {
    /// What is typed for it after `:`.
    package let name: String
    /// Other words for it.
    let aliases: [String]
    let scopes: [Scope]
    /// A sentence for palette, help and man page.
    package let help: String
    /// Whether it leads to a change: a read-only session neither offers nor performs it.
    package let isWrite: Bool
    /// What stands for its argument; in brackets where it can be left out.
    let placeholder: String
    /// What the API must be able to do for it; `nil` for what every API can.
    let capability: Capability?
    /// Whether something has to follow the name.
    let needsArgument: Bool
    /// What may stand there, as far as that is known: it is offered, and completed by Tab.
    let values: @Sendable (PaneContext) -> [String]
    private let read: @Sendable (String, PaneContext) throws(ArgumentMistake) -> TypedCommand

    init<Value>(
        _ name: String, _ aliases: [String] = [], _ scopes: [Scope], _ argument: CommandArgument<Value>, _ help: String,
        isWrite: Bool = false, needs capability: Capability? = nil, _ make: @escaping @Sendable (Value) -> TypedCommand
    ) {
        self.name = name
        self.aliases = aliases
        self.scopes = scopes
        self.help = help
        self.isWrite = isWrite
        self.capability = capability
        placeholder = argument.placeholder
        needsArgument = argument.isNeeded
        values = argument.values
        read = { (text, context) throws(ArgumentMistake) in make(try argument.read(text, context)) }
    }

    /// Whether this is its name, or another word for it.
    func isCalled(_ word: String) -> Bool { name == word || aliases.contains(word) }

    /// As help and palette spell it: `edit [FIELD]`.
    package var usage: String { placeholder.isEmpty ? name : "\(name) \(placeholder)" }

    /// - Parameter text: what follows the name, without white space around it.
    /// - Throws: ``ArgumentMistake``, which says what would do.
    func command(_ text: String, _ context: PaneContext) throws(ArgumentMistake) -> TypedCommand {
        if placeholder.isEmpty, !text.isEmpty { throw ArgumentMistake(ArgumentMistake.notTaken(by: name)) }
        guard text.isEmpty, needsArgument else { return try read(text, context) }
        throw ArgumentMistake("\(name) takes \(placeholder).", among: values(context))
    }
}

/// Why a command cannot be run as it was typed.
struct ArgumentMistake: Error, Hashable, Sendable {
    /// The cause and what would do.
    let message: String

    init(_ message: String) {
        self.message = message
    }

    /// - Parameter values: what would do, as far as that can be listed.
    init(_ cause: String, among values: [String]) {
        let shown = values.prefix(Self.maximumListed).joined(separator: ", ")
        let isCut = values.count > Self.maximumListed
        message =
            values.isEmpty
            ? cause : "\(cause) There \(values.count == 1 ? "is" : "are") \(shown)\(isCut ? " and more" : "")."
    }

    private static let maximumListed = 12

    /// What follows a command that takes nothing.
    static func notTaken(by name: String) -> String { ":\(name) takes no argument." }

    /// What was typed, as far as it leaves room for what is said of it.
    static func quoted(_ text: String) -> String { "\"\(DisplayText.fitted(text, maximumQuoted))\"" }

    private static let maximumQuoted = 40
}

import Domain

/// A kind of argument of a ``CommandRow``: what stands for it, what may be typed, and what that means.
struct CommandArgument<Value>: Sendable {
    let placeholder: String
    var isNeeded = true
    /// What may be typed, as far as that is known; for completion.
    var values: @Sendable (PaneContext) -> [String] = { _ in [] }
    let read: @Sendable (String, PaneContext) throws(ArgumentMistake) -> Value

    /// The same for an argument that can be left out.
    static func optional<Wrapped>(_ argument: CommandArgument<Wrapped>) -> CommandArgument<Wrapped?>
    where Value == Wrapped? {
        CommandArgument<Wrapped?>(
            placeholder: "[\(argument.placeholder)]", isNeeded: false, values: argument.values
        ) { (text, context) throws(ArgumentMistake) in
            text.isEmpty ? nil : try argument.read(text, context)
        }
    }

    /// One of the words that are known.
    ///
    /// - Parameters:
    ///   - kind: what such a word is called in a message: `field`.
    ///   - meaning: what a word means, letter case aside; `nil` for none.
    static func word(
        _ placeholder: String, kind: String, values: @escaping @Sendable (PaneContext) -> [String],
        meaning: @escaping @Sendable (String, PaneContext) -> Value?
    ) -> Self {
        Self(placeholder: placeholder, values: values) { (text, context) throws(ArgumentMistake) in
            if let value = meaning(text, context) { return value }
            let known = values(context)
            let nearest = Suggestion.closest(to: text, among: known).map { "; did you mean \($0)?" } ?? "."
            throw ArgumentMistake("There is no \(kind) \(ArgumentMistake.quoted(text))\(nearest)", among: known)
        }
    }
}

extension CommandArgument where Value == Void {
    /// There is none.
    static var nothing: Self {
        Self(placeholder: "", isNeeded: false) { (_, _) throws(ArgumentMistake) in () }
    }
}

extension CommandArgument where Value == CustomerField {
    /// `phone`
    static var field: Self {
        word(
            "FIELD", kind: "field", values: { _ in CustomerField.readingOrder.map(\.rawValue) },
            meaning: { text, _ in CustomerField(rawValue: text.lowercased()) })
    }
}

extension CommandArgument where Value == TypedCommand.CopiedPart {
    /// `id`, a field, or a format that other programs read.
    static var copiedPart: Self {
        word(
            "PART", kind: "part of a customer",
            values: { context in
                ["id"] + CustomerField.readingOrder.map(\.rawValue) + context.environment.copyFormats.map(\.name)
            },
            meaning: { text, context in
                let text = text.lowercased()
                if text == "id" { return .id }
                if let field = CustomerField(rawValue: text) { return .field(field) }
                return context.environment.copyFormats.first { $0.name == text }.map { .format($0.name) }
            })
    }
}

extension CommandArgument where Value == CustomerOrder {
    /// `name`, or `-name` for the order from the end.
    static var order: Self {
        word(
            "ORDER", kind: "order",
            values: { _ in CustomerFact.allCases.flatMap { [$0.word, "-" + $0.word] } },
            meaning: { text, _ in CustomerOrder(word: text) })
    }
}

extension CommandArgument where Value == String {
    /// The name of a saved view.
    static var view: Self {
        word(
            "VIEW", kind: "view", values: { $0.environment.views.map(\.name) },
            meaning: { text, context in context.environment.views.first { $0.name == text }?.name })
    }

    /// The name of a profile of the configuration.
    static var profile: Self {
        word(
            "PROFILE", kind: "profile", values: { $0.environment.profiles },
            meaning: { text, context in context.environment.profiles.first { $0 == text } })
    }

    /// A name for a view, new or not.
    static var newView: Self {
        Self(
            placeholder: "NAME", values: { $0.environment.views.filter { $0.place == nil }.map(\.name) },
            read: { (text, _) throws(ArgumentMistake) in
                guard SavedView.isName(text) else {
                    throw ArgumentMistake("\(ArgumentMistake.quoted(text)) cannot name a view; \(SavedView.nameRule).")
                }
                return text
            })
    }
}

extension CommandArgument where Value == CustomerReference {
    /// An id or an email.
    static var customer: Self {
        Self(placeholder: "CUSTOMER") { (text, _) throws(ArgumentMistake) in
            if let reference = CustomerReference(text) { return reference }
            throw ArgumentMistake(
                "\(ArgumentMistake.quoted(text)) is neither a whole id nor an email; / searches by other words.")
        }
    }
}

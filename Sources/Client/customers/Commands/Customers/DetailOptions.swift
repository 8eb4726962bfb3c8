import ArgumentParser
import Domain
import Wire

/// A customer's fields, from the command line or as JSON from standard input.
struct DetailOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The full name.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("The email address.", valueName: "email"))
    var email: String?

    @Option(help: ArgumentHelp("The phone number; \"\" for none.", valueName: "phone"))
    var phone: String?

    @Option(help: ArgumentHelp("The postal address, which may hold line breaks; \"\" for none.", valueName: "address"))
    var address: String?

    @Flag(
        help: """
            Read a JSON object from standard input instead. Use this for real people: everybody on a shared machine \
            can read the arguments of a running command.
            """)
    var stdin = false

    private var given: [String: String] {
        let values = [("name", name), ("email", email), ("phone", phone), ("address", address)]
        return Dictionary(uniqueKeysWithValues: values.compactMap { name, value in value.map { (name, $0) } })
    }

    func validate() throws {
        if stdin, !given.isEmpty { throw ValidationError("Use either --stdin or the fields' own options, not both.") }
    }

    var isEmpty: Bool { !stdin && given.isEmpty }

    /// What was given, not checked yet.
    func input() throws(CommandFailure) -> CustomerInput {
        guard stdin else { return CustomerInput(given.mapValues(JSONValue.string)) }
        let text = try SourceText(path: "-")
        guard let members = try? JSONObject(parsing: text.bytes).all() else {
            throw CommandFailure(
                .badData, "Standard input must hold one JSON object, such as {\"name\":\"…\",\"email\":\"…\"}.")
        }
        return CustomerInput(members)
    }
}

extension CommandFailure {
    /// Names every field at fault on a line of its own.
    init(_ violations: FieldViolations) {
        let lines = violations.all.map { "\($0.field) \($0.message)." }
        self.init(.badData, (["Nothing was saved:"] + lines).joined(separator: "\n  "))
    }
}

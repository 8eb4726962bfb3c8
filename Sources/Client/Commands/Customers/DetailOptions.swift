import ArgumentParser
import Domain
import JSON
import Transfer
import Wire
import Wording

/// A customer's fields, from the command line or as JSON from standard input.
struct DetailOptions: ParsableArguments {
    @Option(.name) var name: String?
    @Option(.email) var email: String?
    @Option(.phone) var phone: String?
    @Option(.address) var address: String?
    @Option(.company) var company: String?
    @Option(.tags) var tags: String?

    /// One option for each field.
    private var values: [CustomerField: String?] {
        [.name: name, .email: email, .phone: phone, .address: address, .company: company, .tags: tags]
    }

    @Flag(
        help: """
            Read a JSON object from standard input instead. Use this for real people: everybody on a shared machine \
            can read the arguments of a running command.
            """)
    var stdin = false

    private var given: [String: String] {
        let given = values.compactMap { field, value in value.map { (field.rawValue, $0) } }
        return Dictionary(uniqueKeysWithValues: given)
    }

    func validate() throws {
        if stdin, !given.isEmpty { throw ValidationError("Use either --stdin or the fields' own options, not both.") }
    }

    var isEmpty: Bool { !stdin && given.isEmpty }

    /// What was given, not checked yet.
    func input() throws(CommandFailure) -> CustomerInput {
        guard stdin else { return CustomerInput(given.mapValues(JSONValue.string)) }
        let text = try SourceText(path: "-")
        guard let object = try? JSONObject(parsing: text.bytes) else {
            throw CommandFailure(
                .badData, "Standard input must hold one JSON object, such as {\"name\":\"…\",\"email\":\"…\"}.")
        }
        if let name = object.repeatedName {
            throw CommandFailure(.badData, "Standard input names \"\(name)\" twice; give it once.")
        }
        return CustomerInput(object.members)
    }
}

extension DetailOptions {
    /// The fields' options as a usage line shows them.
    ///
    /// - Parameter needsRequired: whether a field that every customer has must be given.
    static func usage(needsRequired: Bool) -> String {
        CustomerField.allCases.map { field in
            let option = "--\(field.rawValue) <\(field.rawValue)>"
            return needsRequired && field.isRequired ? option : "[\(option)]"
        }.joined(separator: " ")
    }
}

extension Option where Value == String? {
    /// The option of a field; the property has the field's name.
    fileprivate init(_ field: CustomerField) {
        self.init(help: ArgumentHelp(field.spec.help, valueName: field.rawValue))
    }
}

extension CommandFailure {
    /// Names every field at fault on a line of its own.
    init(_ violations: FieldViolations) {
        let lines = violations.all.map { "\($0.field) \($0.message)." }
        self.init(.badData, "Nothing was saved:", lines: lines.map { "  " + $0 })
    }
}

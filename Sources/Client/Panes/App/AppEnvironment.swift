package import Domain
package import FoundationEssentials
package import Journal
import Screen
import Wire

/// Who one is to the API.
package struct KnownCaller: Hashable, Sendable {
    /// As the API calls it, such as `viewer`.
    package let role: String
    /// Whether the API lets them change customers.
    package let mayWrite: Bool
    /// Whether it lets them erase what is kept of somebody.
    package let mayErase: Bool

    /// - Parameter role: as the API calls it.
    package init(role: String, mayWrite: Bool, mayErase: Bool = false) {
        self.role = role
        self.mayWrite = mayWrite
        self.mayErase = mayErase
    }
}

/// A text in which other programs take a customer.
package struct CopyFormat: Sendable {
    /// What it is asked for by, in lower case: `json`.
    package let name: String
    /// Of a customer, without the fields that are hidden.
    package let text: @Sendable (Customer, Set<CustomerField>) -> String

    /// - Parameters:
    ///   - name: in lower case.
    ///   - text: writes a customer without the fields that are hidden.
    package init(name: String, text: @escaping @Sendable (Customer, Set<CustomerField>) -> String) {
        self.name = name
        self.text = text
    }
}

/// What an interface is started with.
package struct AppEnvironment: Sendable {
    /// The profile's name, or the API's host without one.
    package var title: String
    /// What the person or the profile says; see ``isReadOnly``.
    private let isReadOnlyByChoice: Bool
    /// Who one is to the API, as far as it has said.
    var caller: KnownCaller?
    /// What the API can do, as far as it has said.
    var capabilities: Set<Capability>?
    /// Whether the terminal shows more than ASCII.
    package var isUnicode: Bool
    /// The keys in force.
    package var keymap: Keymap
    /// What is coloured, and how.
    package var colours: Colours
    /// Where saved edits are kept.
    package var editStorage: EditStorage
    /// Who enters what is entered here.
    package var session: EntrySource
    /// What fresh identifiers are made of; a fixed sequence in tests.
    package var makeUUID: @Sendable () -> UUID
    /// Said once at the start, such as that the terminal's type is unknown.
    package var notices: [String]
    /// Messages on what was wrong with the journal at the start; shown until the person dismisses them.
    package var findings: [String]
    /// What to do first, where nothing is configured and so no API may be there; `nil` otherwise.
    package var firstSteps: String?
    /// After this long without a key the terminal is lent to a program that locks it; `nil` for never.
    package var lockMilliseconds: Int?
    /// The profile in use, and all that there are.
    package var profile = ""
    package var profiles: [String] = []
    /// Whether everything personal is hidden from the first frame on.
    package var startsMasked = false
    /// The saved views, in the order in which they are offered.
    package var views: [SavedView] = []
    /// How `:copy` can write a whole customer.
    package var copyFormats: [CopyFormat] = []
    /// The columns that the configuration asks for.
    package var columns = ListColumns.standard
    /// Those that were chosen here and saved, which count before them; `nil` for none.
    package var savedColumns: ListColumns?
    /// What earlier sessions have searched for, the newest last.
    package var searches: [String] = []
    /// Whether later sessions are to find what is searched for.
    package var keepsSearches = false
    /// Of whose days the dates of a filter are.
    package var zone: TimeZoneRules = .utc

    /// What the parameters mean their properties say; ``lockMilliseconds`` `nil` is for never.
    package init(
        title: String, isReadOnly: Bool = false, isUnicode: Bool = true, keymap: Keymap = .standard,
        colours: Colours = .standard, editStorage: EditStorage = .onDisk,
        session: EntrySource = EntrySource(program: EntrySource.interface, session: ""),
        makeUUID: @escaping @Sendable () -> UUID = UUID.init, notices: [String] = [],
        findings: [String] = [], firstSteps: String? = nil, lockMilliseconds: Int? = nil
    ) {
        self.title = title
        isReadOnlyByChoice = isReadOnly
        self.isUnicode = isUnicode
        self.keymap = keymap
        self.colours = colours
        self.editStorage = editStorage
        self.session = session
        self.makeUUID = makeUUID
        self.notices = notices
        self.findings = findings
        self.firstSteps = firstSteps
        self.lockMilliseconds = lockMilliseconds
    }

    /// Whether this session changes nothing, by choice or because the API lets this caller change nothing.
    var isReadOnly: Bool { isReadOnlyByChoice || caller?.mayWrite == false }

    /// What the title says of it: the role, where that is the reason.
    var readOnlyText: String? {
        guard isReadOnly else { return nil }
        return isReadOnlyByChoice ? "read-only" : caller?.role
    }

    func makeID<Meaning>() -> Identifier<Meaning> { Identifier(makeUUID()) }

    /// Whether a saved edit outlives the program.
    package var isDurable: Bool { editStorage == .onDisk }

    /// The keys that this session offers in a place.
    func offeredRows(in scope: Scope) -> [KeyRow] {
        lacks(scope.capability) ? [] : rows(ofOpen: scope)
    }

    /// The same of a place that is open, where nothing changes with what the server can do by then: each key says so itself.
    func rows(ofOpen scope: Scope) -> [KeyRow] {
        keymap.rows(in: scope, isReadOnly: isReadOnly).filter {
            lacks(scope.capability) || !lacks($0.command.capability)
        }
    }

    /// Whether the API has said that it cannot do this.
    func lacks(_ capability: Capability?) -> Bool {
        guard let capability, let capabilities else { return false }
        return !capabilities.contains(capability)
    }

    /// Whether the API has said that one may erase what is kept of somebody.
    var mayErase: Bool { caller?.mayErase == true && !isReadOnly }

    /// The commands with an argument that this session offers in a place.
    func offeredCommands(in scope: Scope) -> [CommandRow] {
        offeredCommands.filter { $0.scopes.contains(scope) }
    }

    var offeredCommands: [CommandRow] {
        CommandTable.rows(isReadOnly: isReadOnly).filter { row in
            !lacks(row.capability) && (row.name != CommandTable.erase || mayErase)
        }
    }

    /// The programs of the person's own that it offers there.
    func offeredCustom(in scope: Scope) -> [CustomCommand] {
        keymap.custom(in: scope, isReadOnly: isReadOnly)
    }

    /// The signs that the terminal can show.
    var glyphs: Glyphs { isUnicode ? .unicode : .ascii }
}

import Domain
package import FoundationEssentials
package import Journal
package import Screen

/// Who one is to the API.
package struct KnownCaller: Hashable, Sendable {
    package let role: String
    package let mayWrite: Bool

    package init(role: String, mayWrite: Bool) {
        self.role = role
        self.mayWrite = mayWrite
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
    /// Whether the terminal shows more than ASCII.
    package var isUnicode: Bool
    package var keymap: Keymap
    package var colours: Colours
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
        keymap.rows(in: scope, isReadOnly: isReadOnly)
    }

    package var glyphs: Glyphs { isUnicode ? .unicode : .ascii }
}

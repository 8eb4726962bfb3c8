/// Who entered an edit, or took it back: one run of one program.
package struct EntrySource: Hashable, Sendable {
    /// The command as it was called, as `customers edit`; ``interface`` for the terminal interface.
    package let program: String
    /// Names the run, from its start to its end.
    package let session: String

    package static let interface = "customers"

    package init(program: String, session: String) {
        self.program = program
        self.session = session
    }

    package var isInterface: Bool { program == Self.interface }
}

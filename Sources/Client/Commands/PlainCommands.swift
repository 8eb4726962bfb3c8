package import ArgumentParser

/// The commands that work without the terminal interface, as help groups them.
package enum PlainCommands {
    /// Those that read and change customers.
    package static let customers: [any ParsableCommand.Type] = [
        ListCommand.self, ShowCommand.self, AddCommand.self, EditCommand.self, DeleteCommand.self, BulkCommand.self,
        HistoryCommand.self, NoteCommand.self, DuplicatesCommand.self, LookupCommand.self, WatchCommand.self,
    ]
    package static let goneCustomers: [any ParsableCommand.Type] = [
        TrashCommand.self, RestoreCustomersCommand.self, EraseCommand.self, SubjectCommand.self,
    ]
    /// Those for the queue of edits.
    package static let offlineEdits: [any ParsableCommand.Type] = [QueueCommand.self, SyncCommand.self]
    /// Those that read and write files.
    package static let files: [any ParsableCommand.Type] = [ImportCommand.self, ExportCommand.self]
    /// Those about the program and its settings.
    package static let about: [any ParsableCommand.Type] = [
        InitCommand.self, LoginCommand.self, LogoutCommand.self, StatusCommand.self, DoctorCommand.self,
        WipeCommand.self, KeysCommand.self,
    ]
}

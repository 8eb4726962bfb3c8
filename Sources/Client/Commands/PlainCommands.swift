package import ArgumentParser

/// The commands that work without the terminal interface, as help groups them.
package enum PlainCommands {
    package static let customers: [any ParsableCommand.Type] = [
        ListCommand.self, ShowCommand.self, AddCommand.self, EditCommand.self, DeleteCommand.self,
    ]
    package static let offlineEdits: [any ParsableCommand.Type] = [QueueCommand.self, SyncCommand.self]
    package static let files: [any ParsableCommand.Type] = [ImportCommand.self, ExportCommand.self]
    package static let about: [any ParsableCommand.Type] = [
        InitCommand.self, LoginCommand.self, LogoutCommand.self, StatusCommand.self, DoctorCommand.self,
        WipeCommand.self, KeysCommand.self,
    ]
}

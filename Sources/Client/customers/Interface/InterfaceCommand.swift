import ArgumentParser

struct InterfaceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interface", abstract: "Browse and edit customers in the terminal (the default).")

    @OptionGroup(title: "Connection") var options: GlobalOptions

    func run() async throws {
        throw CommandFailure(
            .unavailable, "This build has no terminal interface. Use the commands that customers --help lists.")
    }
}

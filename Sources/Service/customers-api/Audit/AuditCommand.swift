import ArgumentParser

/// `customers-api audit`
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Read and check the audit log that serve --audit-log writes.",
        subcommands: [AuditVerifyCommand.self, AuditReportCommand.self])
}

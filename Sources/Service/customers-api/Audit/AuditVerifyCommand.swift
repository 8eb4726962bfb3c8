import ArgumentParser
import Domain

/// `customers-api audit verify`
struct AuditVerifyCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Show that no line of an audit log was changed, removed or moved.",
        discussion: """
            Each line has the hash of itself and of the line before; the first one of a file goes on from the last one of the \
            file before, so name all of them, the oldest first. What is wrong is named by file and line. Lines that are \
            missing at the very end leave no trace in the file: keep the last hash, which is printed, somewhere else.

            Exit codes: 65 something is wrong, 66 a file does not exist, 74 reading failed, 77 not permitted.
            """)

    @Argument(help: ArgumentHelp("The log's files, the oldest first.", valueName: "file"))
    var files: [String]

    func operate() throws(StartFailure) -> String {
        var verification = AuditVerification()
        for file in files { try verification.read(file) }
        guard verification.faults.isEmpty else {
            throw StartFailure(.badData, "the audit log is not as it was written:", findings: verification.faults)
        }
        let hash = verification.end.map { String(decoding: $0.hash, as: UTF8.self) }
        let summary = "\(verification.lineCount) lines are sound; the last hash is \(hash ?? "none")"
        return (verification.remarks + [summary]).joined(separator: "\n")
    }
}

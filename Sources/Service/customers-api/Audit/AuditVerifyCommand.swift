import ArgumentParser
import Domain
import JSON

/// `customers-api audit verify`
struct AuditVerifyCommand: OperatingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Show that no line of an audit log was changed, removed or moved.",
        discussion: """
            Each line has the hash of itself and of the line before; the first one of a file goes on from the last one of the \
            file before, so name all of them, the oldest first. Where older ones are kept no more, --after names the hash \
            that the first line goes on from. What is wrong is named by file and line, and a file without a line is wrong, or \
            one that is named twice, by whatever names. \
            Lines that are missing at the very end leave no trace in the file: keep the last hash, which is printed, \
            somewhere else.

            Exit codes: 64 usage, 65 something is wrong or missing, 66 a file does not exist, 74 reading failed, 77 not \
            permitted.
            """)

    @Argument(help: ArgumentHelp("The log's files, the oldest first.", valueName: "file"), completion: .file())
    var files: [String]

    @Option(
        help: ArgumentHelp(
            "The last hash of the check before, where the files begin behind its line.", valueName: "hash"))
    var after: String?

    func validate() throws {
        guard let after else { return }
        guard after.utf8.count == AuditChain.hashDigits, after.utf8.allSatisfy({ Hexadecimal.value(of: $0) != nil })
        else {
            throw ValidationError("--after takes a hash, 64 hexadecimal digits, as audit verify prints it.")
        }
    }

    func operate() throws(StartFailure) -> String {
        var verification = AuditVerification(after: after.map { Array($0.lowercased().utf8) })
        for file in files { try verification.read(file) }
        verification.finish()
        guard verification.faults.isEmpty else {
            throw StartFailure(.badData, "the audit log is not as it was written:", findings: verification.faults)
        }
        let hash = verification.end.map { String(decoding: $0.hash, as: UTF8.self) }
        let end =
            verification.isEnded
            ? "its server has ended" : "the server is running or was killed, so nothing tells whether lines follow"
        let summary = "\(verification.lineCount) lines are sound; the last hash is \(hash ?? "none"); \(end)"
        return (verification.remarks + [summary]).joined(separator: "\n")
    }
}

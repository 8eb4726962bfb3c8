import Foundation
import TestSupport
import Testing

struct ManualTests {
    @Test("The manual page says what the commands say today; update it with Assets/docs/make-man")
    func isCurrent() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let docs = root.appending(path: "Assets/docs")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let customers = Program("customers", environment: ["PATH": path])
        let made = try await customers.shell("\"$1/make-man\" \"$program\"", [docs.path])
        #expect(made.status == 0, "\(made.error)")
        #expect(made.output == (try String(contentsOf: docs.appending(path: "customers.1"), encoding: .utf8)))
    }
}

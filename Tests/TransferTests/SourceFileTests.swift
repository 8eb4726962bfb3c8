import Domain
import Foundation
import Glibc
import TestSupport
import Testing
import Wording

@testable import Transfer

@Suite("Where a file is read from")
struct SourceFileTests {
    private func refusal(_ path: String, limit: Int = 1 << 20) -> CommandFailure? {
        #expect(throws: CommandFailure.self) { try SourceText(path: path, limit: limit) }
    }

    @Test("A directory is named as one")
    func directory() {
        let failure = refusal("/tmp")
        #expect(failure?.status == .badData && failure?.message.contains("/tmp is a directory") == true)
    }

    @Test("Of a pipe that never ends no more is read than is taken")
    func endless() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/pipe.csv"
            #expect(mkfifo(path, 0o600) == 0)
            // Open to write as long as the test reads: the end never comes.
            let writer = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
            #expect(writer >= 0)
            defer { close(writer) }
            let line = Array("name,email\n".utf8)
            while write(writer, line, line.count) == line.count {}
            let failure = try #require(refusal(path, limit: 1 << 12))
            #expect(failure.status == .badData && failure.message.contains("has more than"))
        }
    }

    @Test("Of a file that is too large nothing is read")
    func large() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/large.csv"
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
            // It takes no room on the disk.
            #expect(truncate(path, 1_000_000_000) == 0)
            let failure = try #require(refusal(path, limit: 1 << 29))
            #expect(failure.status == .badData)
            #expect(
                failure.message == "\(path) has more than 512 MiB. Nothing was sent. Split it and import the parts.")
        }
    }
}

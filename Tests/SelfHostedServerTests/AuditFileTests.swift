import CustomerAPI
import Domain
import Foundation
import Logging
import SQLiteStore
import Testing

@testable import customers_api

@Suite("The audit log's file")
struct AuditFileTests {
    @Test("It is the owner's alone, and each line goes on from the one before")
    func lines() async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(3)
        let lines = try fixture.lines()
        #expect(lines.count == 5 && lines[0].contains(#""kind":"start""#) && lines[4].contains(#""kind":"stop""#))
        #expect(lines.enumerated().allSatisfy { $1.hasPrefix("{\"seq\":\($0 + 1),\"time\":\"") })
        let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let (faults, remarks) = try fixture.verify("audit.log")
        #expect(faults == [] && remarks == [])
    }

    @Test("One that others can put another in the place of is refused, at the start and when the name has another one")
    func replaceable() async throws {
        let fixture = try AuditLogFixture()
        let file = try fixture.open()
        let directory = fixture.directory.path
        func permit(_ mode: Int) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory)
        }
        try permit(0o777)
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        await file.reload()
        #expect(!FileManager.default.fileExists(atPath: fixture.path), "it stays in its old file")
        let failure = #expect(throws: StartFailure.self) { try fixture.open() }
        #expect(
            failure?.message
                == "others can put another file in the place of the audit log \(fixture.path): others can write \(directory); "
                + "run: chmod go-w \(directory).")
        file.close()
        for mode in [0o1777, 0o755] {
            try permit(mode)
            try fixture.open().close()
        }
    }

    @Test("A process goes on from the one before")
    func restart() async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(2)
        try await fixture.write(2)
        #expect(try fixture.lines().count == 8)
        let (faults, remarks) = try fixture.verify("audit.log")
        #expect(faults == [] && remarks == [])
    }

    @Test("Lines that come at once are all written, each once")
    func concurrency() async throws {
        let fixture = try AuditLogFixture()
        let file = try fixture.open()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<400 {
                group.addTask { try await file.append([AuditLogFixture.record("request-\(index)-")]) }
            }
            try await group.waitForAll()
        }
        file.close()
        let lines = try fixture.lines()
        #expect(lines.count == 402)
        for index in 0..<400 { #expect(lines.filter { $0.contains("request-\(index)-") }.count == 1) }
        #expect(try fixture.verify("audit.log").faults == [])
    }

    @Test("A second server cannot have it")
    func secondServer() throws {
        let fixture = try AuditLogFixture()
        let first = try fixture.open()
        let failure = #expect(throws: StartFailure.self) { try fixture.open() }
        #expect(failure?.status == .unavailable && failure?.message.contains("another server") == true)
        first.close()
    }

    @Test(
        "A file that is open to others, a link, a directory, another file than a log: each is refused and stays as it is"
    )
    func refused() throws {
        func refusal(_ prepare: (AuditLogFixture) throws -> Void) throws -> StartFailure? {
            let fixture = try AuditLogFixture()
            try prepare(fixture)
            return #expect(throws: StartFailure.self) { try fixture.open() }
        }
        let manager = FileManager.default
        let open = try refusal { fixture in
            try fixture.replace("")
            try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: fixture.path)
        }
        #expect(open?.status == .configuration && open?.message.contains("chmod 600 ") == true)
        let link = try refusal { fixture in
            try manager.createSymbolicLink(atPath: fixture.path, withDestinationPath: fixture.directory.path + "/other")
        }
        #expect(link?.status == .configuration && link?.message.contains("symbolic link") == true)
        let directory = try refusal { try manager.createDirectory(atPath: $0.path, withIntermediateDirectories: false) }
        #expect(directory?.message.contains("directory") == true)
        let foreign = try refusal { fixture in
            try fixture.replace("first line\nsecond line\n")
            try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: fixture.path)
        }
        #expect(foreign?.message.contains("is not an audit log") == true)
    }

    @Test("What a killed process has left unfinished stays, and the next one begins behind it")
    func unfinishedLine() async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(3)
        let text = try fixture.text()
        for cut in [1, 2, 40, 200] {
            try fixture.replace(String(text.dropLast(cut)))
            let before = try fixture.verify("audit.log")
            #expect(before.faults == [] && before.remarks.count == (cut == 1 ? 0 : 1))
            try await fixture.write(1)
            let after = try fixture.verify("audit.log")
            #expect(after.faults == [], "\(cut)")
            #expect(after.remarks.map { $0.hasPrefix("audit.log, line 5 is unfinished") } == (cut == 1 ? [] : [true]))
        }
    }

    @Test("A log of which nothing but an unfinished first line is there is gone on with")
    func unfinishedBeginning() async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(1)
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        try fixture.replace(#"{"seq":1,"time":"#)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: fixture.path)
        try await fixture.write(1)
        let alone = try fixture.verify("audit.log")
        #expect(alone.faults == [] && alone.remarks.count == 1)
        #expect(alone.remarks.first?.hasPrefix("audit.log, line 1 is unfinished") == true)
        let behind = try fixture.verify("audit.log.1", "audit.log")
        #expect(behind.faults == [] && behind.remarks.first == alone.remarks.first)
        #expect(behind.remarks.last?.hasPrefix("audit.log, line 2 begins a chain of its own") == true)
    }

    @Test("A file that was moved away is followed by a new one, which goes on from it")
    func rotation() async throws {
        let fixture = try AuditLogFixture()
        let file = try fixture.open()
        try await file.append([AuditLogFixture.record("before")])
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        try await file.append([AuditLogFixture.record("between")])
        await file.reload()
        try await file.append([AuditLogFixture.record("after")])
        file.close()
        #expect(try fixture.text("audit.log.1").contains("between"))
        let lines = try fixture.lines()
        #expect(lines[0].contains(#""kind":"continued""#) && lines[1].contains("after"))
        let both = try fixture.verify("audit.log.1", "audit.log")
        #expect(both.faults == [] && both.remarks == [])
        let alone = try fixture.verify("audit.log").faults
        #expect(alone.count == 1)
        #expect(
            alone.first?.hasPrefix("audit.log, line 1 goes on from line number 3, which is in no file before") == true)
        let last = try #require(fixture.lines("audit.log.1").last.flatMap { AuditLine(Array($0.utf8)) })
        let seen = String(decoding: last.chain.hash, as: UTF8.self)
        #expect(alone.first?.hasSuffix("--after \(seen)") == true)
        let checked = try fixture.verify("audit.log", after: seen)
        #expect(checked.faults == [] && checked.remarks == [])
    }

    @Test("While no new file can be made, the old one is good enough as long as it has a name")
    func noNewFile() async throws {
        let fixture = try AuditLogFixture()
        let file = try fixture.open()
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        try FileManager.default.createDirectory(atPath: fixture.path, withIntermediateDirectories: false)
        await file.reload()
        try await file.append([AuditLogFixture.record("kept")])
        #expect(try fixture.text("audit.log.1").contains("kept"))
        try FileManager.default.removeItem(atPath: fixture.path + ".1")
        await file.reload()
        #expect(file.fault != nil && file.readiness.fault != nil, "nobody could find the lines any more")
        await #expect(throws: AuditFailure.self) { try await file.append([AuditLogFixture.record("lost")]) }
        try FileManager.default.removeItem(atPath: fixture.path)
        await file.reload()
        try await file.append([AuditLogFixture.record("again")])
        file.close()
        #expect(try fixture.text().contains("again"))
    }

    @Test("A file that is no log, in the place of the one that was moved away, stays as it is")
    func anothersFile() async throws {
        let fixture = try AuditLogFixture()
        let file = try fixture.open()
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        try fixture.replace("a note\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: fixture.path)
        await file.reload()
        try await file.append([AuditLogFixture.record("kept")])
        file.close()
        #expect(try fixture.text() == "a note\n")
        #expect(try fixture.text("audit.log.1").contains("kept"))
    }

    @Test("A pipe, a socket and a device are no logs, and nothing waits for them")
    func noFiles() throws {
        let fixture = try AuditLogFixture()
        #expect(mkfifo(fixture.path, 0o600) == 0)
        #expect(throws: StartFailure.self) { try fixture.open() }
        for path in ["/dev/null", "/dev/full", fixture.path] {
            let failure = #expect(throws: StartFailure.self) {
                try AuditFile(path, logger: Logger(label: "test"), upkeepEvery: .never)
            }
            #expect(failure?.status == .configuration && failure?.message.contains("it is not a file") == true)
            let verification = #expect(throws: StartFailure.self) {
                var verification = AuditVerification(after: nil)
                try verification.read(path)
            }
            #expect(verification?.message.contains("it is not a file") == true)
        }
    }

    @Test("A process goes on behind a long log, which is read through buffers of any size")
    func longLog() async throws {
        let fixture = try AuditLogFixture()
        let file = try fixture.open()
        for _ in 0..<100 { try await file.append((0..<100).map { AuditLogFixture.record("r\($0)") }) }
        file.close()
        try await fixture.write(1)
        let (faults, _) = try fixture.verify("audit.log")
        #expect(faults == [])
        #expect(try fixture.lines().count == 10_005)
    }
}

import CustomerAPI
import Domain
import Foundation
import Logging
import Testing
import Wire

@testable import customers_api

@Suite("Whether an audit log is as it was written")
struct AuditVerificationTests {
    /// What is said of a log of `start`, four requests and `stop` after somebody has changed its lines.
    private func faults(_ change: (inout [String]) -> Void) async throws -> [String] {
        let fixture = try AuditLogFixture()
        try await fixture.write(4)
        var lines = try fixture.lines()
        change(&lines)
        try fixture.replace(lines.map { $0 + "\n" }.joined())
        return try fixture.verify("audit.log").faults
    }

    @Test("A changed line is named, be it its text, its number or its hash, and no other one", arguments: 1...6)
    func changed(number: Int) async throws {
        let index = number - 1
        let text = try await faults { $0[index] = $0[index].replacing(#""time":"2"#, with: #""time":"1"#) }
        #expect(text == ["audit.log, line \(number) was changed."])
        let hash = try await faults { lines in
            let last = lines[index].index(lines[index].endIndex, offsetBy: -3)
            lines[index].replaceSubrange(last...last, with: lines[index][last] == "0" ? "1" : "0")
        }
        #expect(hash == ["audit.log, line \(number) was changed."])
    }

    @Test("Removed lines are counted where they were", arguments: 2...4)
    func removed(first: Int) async throws {
        #expect(
            try await faults { $0.remove(at: first - 1) } == ["before audit.log, line \(first), a line is missing."])
        #expect(
            try await faults { $0.removeSubrange((first - 1)...first) }
                == ["before audit.log, line \(first), 2 lines are missing."])
    }

    @Test("Without its first line the log begins with what is not the first")
    func beginning() async throws {
        let faults = try await faults { $0.removeFirst() }
        #expect(faults.first == "audit.log, line 1 is not the first that was written: those before it are missing.")
    }

    @Test("Lines that change places, or stand twice, are named")
    func moved() async throws {
        let swapped = try await faults { $0.swapAt(2, 3) }
        #expect(
            swapped == [
                "before audit.log, line 3, a line is missing.",
                "audit.log, line 4 stands in another place than it was written, or twice.",
            ])
        let twice = try await faults { $0.insert($0[2], at: 3) }
        #expect(twice == ["audit.log, line 4 stands in another place than it was written, or twice."])
    }

    @Test("A line of another log, or one that somebody made up, is named")
    func inserted() async throws {
        let other = try AuditLogFixture()
        try await other.write(3, principal: "lee")
        let foreign = try other.lines()[2]
        #expect(try await faults { $0[2] = foreign }.first == "audit.log, line 3 was changed.")
        #expect(try await faults { $0.insert("{}", at: 2) } == ["audit.log, line 3 is cut or was changed."])
    }

    @Test("A cut line in the middle is named, also where a process begins behind it", arguments: [1, 30, 100])
    func cut(count: Int) async throws {
        #expect(
            try await faults { $0[2] = String($0[2].dropLast(count)) }
                == ["audit.log, line 3 is cut or was changed.", "before audit.log, line 4, a line is missing."])
        let fixture = try AuditLogFixture()
        try await fixture.write(2)
        try await fixture.write(2)
        var lines = try fixture.lines()
        // The last one of the first process, which was whole when the second began.
        lines[3] = String(lines[3].dropLast(count))
        try fixture.replace(lines.map { $0 + "\n" }.joined())
        let faults = try fixture.verify("audit.log").faults
        #expect(faults.first == "audit.log, line 4 is cut or was changed.")
    }

    @Test("A cut first line is named, unless what comes next begins the chain itself", arguments: [1, 30, 100])
    func cutFirst(count: Int) async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(0)
        // Of the first process, which was killed, nothing else is there.
        let first = try fixture.lines()[0]
        let chain = try #require(AuditLine(Array(first.utf8))).chain
        let start = AuditMark(kind: .start, moment: Timestamp(microseconds: 0), previous: chain.hash)
        var second: [UInt8] = []
        _ = chain.appending(to: &second) { start.appendMembers(to: &$0, process: 1) }
        try fixture.replace(first.dropLast(count) + "\n" + String(decoding: second, as: UTF8.self))
        #expect(try fixture.verify("audit.log").faults == ["audit.log, line 1 is cut or was changed."])
    }

    @Test("Lines that are gone at the end of a file are missed by the next file, and by the next process")
    func cutEnd() async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(2)
        let whole = try fixture.lines()
        try fixture.replace(whole.dropLast().map { $0 + "\n" }.joined())
        #expect(try fixture.verify("audit.log").faults == [], "nothing in the file tells of it")
        let file = try fixture.open()
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        await file.reload()
        file.close()
        let lines = try fixture.lines("audit.log.1")
        try fixture.replace(lines.dropLast().map { $0 + "\n" }.joined(), "audit.log.1")
        #expect(
            try fixture.verify("audit.log.1", "audit.log").faults == ["before audit.log, line 1, a line is missing."])
    }

    @Test("A file that begins a chain of its own behind others is worth a remark, that tells how the one before ends")
    func newChain() async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(1)
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        try await fixture.write(1)
        let (faults, remarks) = try fixture.verify("audit.log.1", "audit.log")
        #expect(faults == [] && remarks.count == 1)
        #expect(remarks.first?.hasPrefix("audit.log, line 1 begins a chain of its own") == true)
        #expect(remarks.first?.contains("does not end with the end of its server") == false)
        try fixture.replace(fixture.lines("audit.log.1").dropLast().map { $0 + "\n" }.joined(), "audit.log.1")
        let cut = try fixture.verify("audit.log.1", "audit.log")
        #expect(cut.faults == [])
        #expect(cut.remarks.first?.contains("does not end with the end of its server") == true)
    }

    @Test("A file that is named twice is no second log, by whatever names, and a copy of it neither")
    func namedTwice() async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(1)
        let folder = fixture.directory.path + "/"
        try FileManager.default.linkItem(atPath: fixture.path, toPath: folder + "hard")
        try FileManager.default.createSymbolicLink(atPath: folder + "soft", withDestinationPath: "audit.log")
        try FileManager.default.copyItem(atPath: fixture.path, toPath: folder + "copy")
        for name in ["audit.log", "hard", "soft", "copy"] {
            let words =
                "\(name), line 1 was read before: the file is named twice, or it is a copy of one that is named."
            #expect(try fixture.verify("audit.log", name).faults == [words])
        }
        // Of a log that goes on from one before, no line begins a chain.
        let file = try fixture.open()
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        await file.reload()
        try await file.append([AuditLogFixture.record("after")])
        file.close()
        #expect(try fixture.verify("audit.log.1", "audit.log").faults == [])
        #expect(
            try fixture.verify("audit.log.1", "audit.log", "audit.log").faults.first
                == "audit.log, line 1 stands in another place than it was written, or twice.")
    }

    @Test("A file without a line is wrong, unless the files around it show that none is missing there")
    func empty() async throws {
        let fixture = try AuditLogFixture()
        let words = "holds no line: it was emptied, or no server has written to it."
        try fixture.replace("")
        #expect(try fixture.verify("audit.log").faults == ["audit.log \(words)"])
        #expect(try fixture.verify("audit.log", after: String(repeating: "a", count: 64)).faults.count == 1)
        try await fixture.write(1)
        try fixture.replace("", "empty")
        let before = try fixture.verify("empty", "audit.log")
        #expect(before.faults == [] && before.remarks == ["empty holds no line, and none is missing there."])
        #expect(try fixture.verify("audit.log", "empty").faults == ["empty \(words)"])
        try FileManager.default.moveItem(atPath: fixture.path, toPath: fixture.path + ".1")
        try await fixture.write(1)
        #expect(try fixture.verify("audit.log.1", "empty", "audit.log").faults == ["empty \(words)"])
    }

    @Test("A log that was emptied while its server ran begins with what is in no file")
    func emptied() async throws {
        let fixture = try AuditLogFixture()
        let file = try AuditFile(fixture.path, logger: Logger(label: "test"), upkeepEvery: .milliseconds(1))
        try await file.append([AuditLogFixture.record("lost")])
        truncate(fixture.path, 0)
        while try !fixture.text().contains(#""kind":"continued""#) { try await Task.sleep(for: .milliseconds(1)) }
        file.close()
        let faults = try fixture.verify("audit.log").faults
        #expect(faults.count == 1 && faults[0].hasPrefix("audit.log, line 1 goes on from line number 2"), "\(faults)")
    }

    @Test("Behind the hash of the check before, the line that goes on from it comes first", arguments: [1, 3])
    func after(seen: Int) async throws {
        let fixture = try AuditLogFixture()
        try await fixture.write(4)
        let lines = try fixture.lines()
        let hash = try #require(
            AuditLine(Array(lines[seen - 1].utf8)).map { String(decoding: $0.chain.hash, as: UTF8.self) })
        func faults(from line: Int) throws -> [String] {
            try fixture.replace(lines[line...].map { $0 + "\n" }.joined())
            return try fixture.verify("audit.log", after: hash).faults
        }
        #expect(try faults(from: seen) == [])
        let words = "audit.log, line 1 does not go on from the line of that hash: lines are missing, or it was changed."
        #expect(try faults(from: seen + 1) == [words])
        #expect(try faults(from: seen - 1) == [words])
    }

    @Test("What a log says about somebody, the newest last, whatever order its files are given in")
    func report() async throws {
        let fixture = try AuditLogFixture()
        let file = try fixture.open()
        for name in ["kim", "lee", "kim"] { try await file.append([AuditLogFixture.record("r", principal: name)]) }
        file.close()
        let (kim, unreadable) = try AuditReport(who: "kim").entries(in: [fixture.path])
        #expect(kim.count == 2 && unreadable == 0)
        #expect(try AuditReport(who: "ki").entries(in: [fixture.path]).entries.isEmpty)
        let late = AuditReport(who: "kim", since: Timestamp(microseconds: 1_709_290_200_000_001))
        #expect(try late.entries(in: [fixture.path]).entries.isEmpty)
        let table = AuditTable(kim).lines
        #expect(table.count == 3 && table[0].hasPrefix("TIME ") && table[0].hasSuffix("DETAILS"))
        #expect(table[1].contains("kim  agent  192.0.2.7  GET /api/customers  200"))
    }

    @Test("Who was said not to be the same as somebody is in the report on either of the two")
    func dismissals() async throws {
        let fixture = try AuditLogFixture()
        let (anna, bob) = (CustomerID.random(), CustomerID.random())
        let dismissal = WriteCall.dismiss(anna, bob)
        let request = AuditedRequest(
            method: "POST", route: dismissal.route.template, status: 204, problem: nil,
            subject: AuditSubject(.write(dismissal), key: nil))
        let record = AuditRecord(
            moment: Timestamp(microseconds: 1_709_290_200_000_000), requestID: "r", caller: .anonymous, source: nil,
            event: .request(request))
        let file = try fixture.open()
        try await file.append([record])
        file.close()
        for id in [anna, bob] {
            let (entries, _) = try AuditReport(customerID: id).entries(in: [fixture.path])
            let table = AuditTable(entries).lines
            #expect(entries.count == 1 && table[1].contains("POST /api/customers/{id}/duplicates/{other}/dismiss  204"))
            #expect(table[1].contains(anna.text) && table[1].hasSuffix("and \(bob.text)"))
        }
        #expect(try AuditReport(customerID: .random()).entries(in: [fixture.path]).entries.isEmpty)
    }
}

import CustomerAPI
import Domain
import Foundation
import Logging
import Synchronization

@testable import customers_api

/// Audit logs in a directory of their own.
final class AuditLogFixture {
    let directory: URL
    /// Of the log.
    let path: String

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "audit-\(CustomerID.random())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.appending(path: "audit.log").path
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// Without upkeep but when it is asked for.
    func open() throws(StartFailure) -> AuditFile {
        try AuditFile(path, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, upkeepEvery: .never)
    }

    /// A log of one process that has recorded requests of `kim`, and has ended.
    func write(_ requests: Int, principal: String = "kim") async throws {
        let file = try open()
        for index in 0..<requests { try await file.append([Self.record("r\(index)", principal: principal)]) }
        file.close()
    }

    static func record(_ requestID: String, principal: String = "kim") -> AuditRecord {
        let request = AuditedRequest(
            method: "GET", route: "/api/customers", status: 200, problem: nil, subject: AuditSubject())
        return AuditRecord(
            moment: Timestamp(microseconds: 1_709_290_200_000_000), requestID: requestID,
            caller: .principal(Principal(name: principal, role: .agent)), source: "192.0.2.7", event: .request(request))
    }

    /// The lines without their ends.
    func lines(_ name: String = "audit.log") throws -> [String] {
        try text(name).split(separator: "\n").map(String.init)
    }

    func text(_ name: String = "audit.log") throws -> String {
        String(decoding: try Data(contentsOf: directory.appending(path: name)), as: UTF8.self)
    }

    func replace(_ text: String, _ name: String = "audit.log") throws {
        let path = directory.appending(path: name).path
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw CocoaError(.fileWriteUnknown) }
    }

    /// What a check of the files says, without the directory.
    func verify(_ names: String..., after hash: String? = nil) throws -> (faults: [String], remarks: [String]) {
        var verification = AuditVerification(after: hash.map { Array($0.utf8) })
        let folder = directory.path + "/"
        for name in names { try verification.read(folder + name) }
        verification.finish()
        return (
            verification.faults.map { $0.replacing(folder, with: "") },
            verification.remarks.map { $0.replacing(folder, with: "") }
        )
    }
}

import CustomerAPI
import Domain
import Foundation
import TestSupport
import Testing

@testable import customers_api

@Suite("Changing a file of tokens")
struct TokenFileChangingTests {
    private static let user: uid_t = 12_345
    private let entry = TokenEntry(
        name: "kim", role: .agent, expires: nil, digest: [UInt8](repeating: 0xA1, count: 32), form: .digest)

    private func add(to path: String) throws(StartFailure) {
        try TokenFile.changing(path, makesOne: true) { file throws(StartFailure) in file.append(entry) }
    }

    private func refusal(_ path: String) -> StartFailure? {
        do throws(StartFailure) {
            try add(to: path)
            return nil
        } catch {
            return error
        }
    }

    private func status(_ path: String) throws -> (owner: Int?, group: Int?, mode: Int?) {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (
            attributes[.ownerAccountID] as? Int, attributes[.groupOwnerAccountID] as? Int,
            attributes[.posixPermissions] as? Int
        )
    }

    private func make(_ path: String, owner: uid_t, mode: mode_t = 0o600) throws {
        try Data("# staff\n".utf8).write(to: URL(filePath: path))
        chmod(path, mode)
        chown(path, owner, owner)
    }

    private func makeFolder(_ path: String, owner: uid_t, mode: mode_t = 0o755) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        chmod(path, mode)
        chown(path, owner, owner)
    }

    @Test("It stays as closed as it was", arguments: [0o600, 0o400, 0o700] as [mode_t])
    func modes(mode: mode_t) async throws {
        try await withTemporaryFolder { folder in
            try make(folder + "/tokens", owner: geteuid(), mode: mode)
            try add(to: folder + "/tokens")
            #expect(try status(folder + "/tokens").mode == Int(mode))
        }
    }

    @Test(
        "Root changes the file of another user, in that user's directory or its own, and it stays theirs",
        .enabled(if: geteuid() == 0), arguments: [0, user])
    func others(directoryOwner: uid_t) async throws {
        try await withTemporaryFolder { folder in
            chmod(folder, 0o755)
            try makeFolder(folder + "/place", owner: directoryOwner)
            let path = folder + "/place/tokens"
            try make(path, owner: Self.user, mode: 0o400)
            try add(to: path)
            #expect(try status(path) == (Int(Self.user), Int(Self.user), 0o400))
            #expect(try TokenFile.administered(path).entries.map(\.name) == ["kim"])
            #expect(throws: StartFailure.self) { try TokenFile(path: path) }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/place") == ["tokens"])
        }
    }

    @Test("What root makes in another user's directory is theirs", .enabled(if: geteuid() == 0))
    func new() async throws {
        try await withTemporaryFolder { folder in
            chmod(folder, 0o755)
            try makeFolder(folder + "/place", owner: Self.user)
            try add(to: folder + "/place/tokens")
            #expect(try status(folder + "/place/tokens") == (Int(Self.user), Int(Self.user), 0o600))
            try add(to: folder + "/tokens")
            #expect(try status(folder + "/tokens").owner == 0)
        }
    }

    @Test(
        "Root changes nothing where others could have put another file: below somebody's directory, or beside theirs",
        .enabled(if: geteuid() == 0))
    func tricks() async throws {
        try await withTemporaryFolder { folder in
            chmod(folder, 0o755)
            try makeFolder(folder + "/home", owner: Self.user)
            try makeFolder(folder + "/home/deep", owner: Self.user)
            try makeFolder(folder + "/open", owner: 0, mode: 0o777)
            try makeFolder(folder + "/group", owner: 0, mode: 0o775)
            chown(folder + "/group", 0, Self.user)
            for (place, owner) in [
                ("home/deep", Self.user), ("open", Self.user), ("open", 0), ("group", 0), ("home", 0), ("home", 54_321),
            ] {
                let path = "\(folder)/\(place)/tokens"
                try make(path, owner: owner)
                let failure = refusal(path)
                #expect(failure?.status == .configuration, "\(place) \(owner)")
                #expect(failure?.message.contains("root does not change the token file \(path)") == true)
                #expect(try String(contentsOfFile: path, encoding: .utf8) == "# staff\n")
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: folder + "/" + place).contains("tokens-lock")
                        == false)
            }
        }
    }

    @Test("A lock that somebody has made another file's name of is refused, and that file stays")
    func plantedLock() async throws {
        try await withTemporaryFolder { folder in
            try Data("precious".utf8).write(to: URL(filePath: folder + "/other"))
            #expect(link(folder + "/other", folder + "/tokens-lock") == 0)
            #expect(refusal(folder + "/tokens")?.status == .inputOutput)
            #expect(try String(contentsOfFile: folder + "/other", encoding: .utf8) == "precious")
        }
    }
}

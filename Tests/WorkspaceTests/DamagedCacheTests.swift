import Cache
import Foundation
import Settings
import TestSupport
import Testing
import Workspace

@Suite("A damaged cache")
struct DamagedCacheTests {
    @Test("It is said, once, that it was emptied; of one that is new or whole nothing is")
    func said() async throws {
        try await withTemporaryFolder { folder in
            let environment = ["HOME": folder, "XDG_CACHE_HOME": folder + "/cache"]
            for _ in 0..<2 { #expect(try await remarks(environment) == []) }
            let files = try #require(FileManager.default.enumerator(atPath: folder)).compactMap { $0 as? String }
            let cache = try #require(files.first { $0.hasSuffix(".db") })
            try Data("garbage".utf8).write(to: URL(filePath: folder + "/" + cache))
            #expect(try await remarks(environment) == [CacheFailure.damaged.message])
            #expect(try await remarks(environment) == [])
        }
    }

    /// What is said of the cache when a profile is opened.
    private func remarks(_ environment: [String: String]) async throws -> [String] {
        let flags = SettingsFlags(api: "https://crm.example.org", cache: .disk)
        let connection = try APIConnection(
            try ClientSettings.load(environment: environment, flags: flags), environment: environment)
        let workspace = ProfileWorkspace(
            connection, environment: environment, program: "customers list", makesJournal: false)
        workspace.cache?.close()
        await connection.close()
        return workspace.cacheRemarks
    }
}

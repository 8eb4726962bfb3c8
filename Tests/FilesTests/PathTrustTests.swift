import Files
import Foundation
import Testing

@Suite("Who has a hand in a path", .enabled(if: geteuid() == 0))
struct PathTrustTests {
    private let trust = PathTrust(user: 0)

    private func withHome(_ body: (String) throws -> Void) throws {
        try withFolder { folder in
            let home = try #require(PathText.real(folder))
            for name in ["mine", "evil"] {
                try FileManager.default.createDirectory(
                    atPath: home + "/" + name, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o755])
            }
            try make(home + "/mine/config")
            try body(home)
        }
    }

    private func link(_ path: String, _ target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    @Test("A link of one's own that leads through another user's directory, or along another user's link")
    func chains() throws {
        try withHome { home in
            try link(home + "/evil/way", "../mine")
            try link(home + "/own", "evil/way")
            try link(home + "/file", "evil/way/config")
            let paths = [home + "/own/config", home + "/file"]
            for path in paths { #expect(trust.flaw(on: path, below: home) == nil) }
            #expect(lchown(home + "/evil/way", 12_345, 12_345) == 0)
            for path in paths {
                #expect(trust.flaw(on: path, below: home) == .ownedByAnother(home + "/evil/way"))
                #expect(trust.flaw(on: path, below: nil) == .ownedByAnother(home + "/evil/way"))
            }
            #expect(lchown(home + "/evil/way", 0, 0) == 0)
            #expect(chown(home + "/evil", 12_345, 12_345) == 0)
            for path in paths { #expect(trust.flaw(on: path, below: home) == .ownedByAnother(home + "/evil")) }
            #expect(chown(home + "/evil", 0, 0) == 0 && chmod(home + "/evil", 0o777) == 0)
            for path in paths { #expect(trust.flaw(on: path, below: home) == .writableByOthers(home + "/evil")) }
        }
    }

    @Test("What is above the home directory is its owner's worry, however a link leads back into it")
    func home() throws {
        try withHome { folder in
            let home = folder + "/mine"
            try link(home + "/back", home + "/config")
            #expect(chmod(folder, 0o777) == 0)
            for path in [home + "/config", home + "/back"] { #expect(trust.flaw(on: path, below: home) == nil) }
            #expect(trust.flaw(on: home + "/config", below: nil) == .writableByOthers(folder))
            #expect(trust.flaw(on: home + "/none/config", below: home) == nil)
            try link(folder + "/house", "mine")
            #expect(lchown(folder + "/house", 12_345, 12_345) == 0)
            #expect(trust.flaw(on: folder + "/house/config", below: folder + "/house") == nil)
        }
    }
}

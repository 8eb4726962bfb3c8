import Testing

@testable import Settings

@Suite("A home that belongs to another user")
struct ForeignDirectoryTests {
    private static let everything = [
        "HOME": "/home/kim", "XDG_RUNTIME_DIR": "/run/user/1000", "XDG_CACHE_HOME": "/var/cache/root",
    ]

    /// A machine on which kim has a home and a session, and everything else is root's.
    private func directories(_ environment: [String: String], as user: UInt32) -> Directories {
        let owners = DirectoryOwners(user: user) { path in
            path.hasPrefix("/home/kim") || path.hasPrefix("/run/user/1000") ? 1000 : 0
        }
        return Directories(environment: environment, owners: owners)
    }

    @Test("Root gets no place in it, and the message says whose it is and what to do")
    func root() {
        let directories = directories(Self.everything, as: 0)
        #expect(directories.data == nil && directories.runtime == nil)
        #expect(directories.cache == "/var/cache/root/customers")
        #expect(directories.profileData("default") == nil)
        let message = directories.foreign[.data]?.message ?? ""
        for word in ["HOME is /home/kim", "user 1000", "root", "sudo -H"] {
            #expect(message.contains(word), "\(message)")
        }
        #expect(directories.foreign[.runtime]?.message.hasPrefix("XDG_RUNTIME_DIR is /run/user/1000") == true)
        #expect(directories.reasonForNoData == message)
    }

    @Test("The configuration is still read from there, and refused for its owner's sake")
    func configuration() {
        #expect(directories(Self.everything, as: 0).configFile == "/home/kim/.config/customers/config.toml")
    }

    @Test("A directory of root's own within it makes it no better")
    func leftovers() {
        let owners = DirectoryOwners(user: 0) { $0.contains("/.local") ? 0 : 1000 }
        #expect(Directories(environment: ["HOME": "/home/kim"], owners: owners).data == nil)
    }

    @Test(
        "One's own home, and root's, are as they were",
        arguments: [(1000, "/home/kim"), (0, "/root"), (1001, "/home/kim")])
    func own(_ user: UInt32, _ home: String) {
        let directories = directories(["HOME": home], as: user)
        #expect(directories.foreign.isEmpty)
        #expect(directories.data == home + "/.local/share/customers")
    }

    @Test("The nearest directory that exists says whose the rest would be")
    func nearest() throws {
        let owner = DirectoryOwners.system.owner
        #expect(owner("/") == 0)
        #expect(owner("/no-such-directory/at/all") == 0)
    }
}

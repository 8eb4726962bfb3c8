import Foundation
import TestSupport
import Testing

@Suite("What wipe removes, and what it says of the rest")
struct WipeTests {
    /// A home with the rests of two profiles in every place that there is for them.
    private func withRests(_ body: @Sendable (Shell) async throws -> Void) async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            var shell = shell
            for (variable, name) in [("XDG_RUNTIME_DIR", "runtime"), ("XDG_CACHE_HOME", "elsewhere")] {
                shell.customers.environment[variable] = shell.folder + "/" + name
            }
            for profile in ["default", "lab"] {
                for place in ["runtime", "elsewhere", ".cache"] {
                    try Self.write(shell.folder + "/\(place)/customers/\(profile)/cache-00.db-wal")
                }
                let data = shell.folder + "/.local/share/customers/" + profile
                for file in ["quarantine/damaged-g1-2", "drafts/0f/a.json", "journal.jsonl.old"] {
                    try Self.write("\(data)/\(file)")
                }
            }
            try await body(shell)
        }
    }

    private static func write(_ path: String) throws {
        let directory = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data("anna@example.com\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }

    /// The files below the home that hold a customer's address.
    private func holders(_ shell: Shell) async throws -> [String] {
        let found = try await shell.customers.shell("cd \"$HOME\" && grep -rlae anna@example.com . | sort; true")
        return found.output.split(separator: "\n").map(String.init)
    }

    @Test("One profile's rests go from every place, the other's stay")
    func one() async throws {
        try await withRests { shell in
            let wiped = try await shell.run("wipe")
            #expect(wiped.status == 0 && wiped.error.isEmpty, "\(wiped.error)")
            #expect(try await holders(shell).count == 6)
            #expect(try await holders(shell).allSatisfy { $0.contains("/lab/") })
        }
    }

    @Test(
        "With --all nobody's stay, though the configuration says of no profile that it is the usual one, or cannot be read",
        arguments: ["[profiles.lab]\napi = \"http://127.0.0.1:9\"\n", "[profiles"])
    func everyProfileOfAny(configuration: String) async throws {
        try await withRests { shell in
            let path = shell.folder + "/.config/customers/config.toml"
            try Self.write(path)
            try Data(configuration.utf8).write(to: URL(filePath: path))
            let wiped = try await shell.run("wipe", "--all")
            #expect(wiped.status == 0, "\(wiped.error)")
            #expect(try await holders(shell) == [])
            // Whether it is read-only is not known.
            if configuration == "[profiles" { #expect(try await shell.run("wipe", "--all", "--force").status == 78) }
        }
    }

    @Test("With --all nobody's stay, though no configuration knows the profile")
    func everyProfile() async throws {
        try await withRests { shell in
            let wiped = try await shell.run("wipe", "--all")
            #expect(wiped.status == 0, "\(wiped.error)")
            for profile in ["default", "lab"] { #expect(wiped.output.contains("Removed of profile \(profile): ")) }
            #expect(try await holders(shell) == [])
        }
    }

    @Test("What is not its own to remove is named: parts of exports, and files that it does not know")
    func left() async throws {
        try await withRests { shell in
            let unknown = shell.folder + "/.local/share/customers/default/notes.txt"
            let part = shell.folder + "/.customers-1a2b3c"
            for path in [unknown, part] { try Self.write(path) }
            let wiped = try await shell.run("wipe")
            #expect(wiped.status == 0)
            for path in [unknown, part] { #expect(wiped.error.contains("Left: \(path)"), "\(wiped.error)") }
        }
    }

    @Test("With --all nothing goes as long as edits of any profile wait")
    func unfinished() async throws {
        try await withRests { shell in
            let added = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com")
            #expect(added.status == 0, "\(added.error)")
            let before = try await holders(shell)
            let refused = try await shell.run("wipe", "--all")
            #expect(refused.status == 75 && refused.error.contains("1 edit would be lost"), "\(refused.error)")
            #expect(try await holders(shell).filter { $0.contains("/lab/") } == before.filter { $0.contains("/lab/") })
            #expect(try await shell.run("wipe", "--all", "--force").status == 0)
            #expect(try await holders(shell) == [])
        }
    }

    private static let journal = "/.local/share/customers/default/journal.jsonl"

    /// Changes one letter of the line of an edit that waits, so that its hash is wrong and nobody can read it.
    private func damage(_ shell: Shell, _ word: String, _ other: String) throws {
        let path = shell.folder + Self.journal
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let place = try #require(text.range(of: word, options: .backwards))
        // In place, as a disk does it.
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seek(toOffset: UInt64(text[..<place.lowerBound].utf8.count))
        try file.write(contentsOf: Data(other.utf8))
        try file.close()
    }

    private func expectRefusal(_ shell: Shell, _ line: String, _ place: SourceLocation = #_sourceLocation) async throws
    {
        let first = try await shell.run("wipe")
        #expect(first.status == 75 && first.output.isEmpty, "\(first)", sourceLocation: place)
        #expect(first.error.contains("Lines of the journal were damaged"), "\(first.error)", sourceLocation: place)
        let again = try await shell.run("wipe", "--all")
        #expect(again.status == 75, "\(again)", sourceLocation: place)
        let quarantine = shell.folder + "/.local/share/customers/default/quarantine"
        for refused in [first, again] {
            #expect(refused.error.contains("may be in \(quarantine)."), "\(refused.error)", sourceLocation: place)
            #expect(refused.error.contains("customers queue confirm"), sourceLocation: place)
        }
        let kept = try await shell.customers.shell("cat \"$1\"/*", [quarantine])
        #expect(kept.output.contains(line), "\(kept)", sourceLocation: place)
    }

    @Test("A damaged edit that nobody has confirmed is not thrown away unasked, no matter whom it was about")
    func damagedUnknown() async throws {
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            let added = try await shell.run("add", "--name", "Anna", "--email", "anna@example.com")
            #expect(added.status == 0, "\(added.error)")
            try damage(shell, "anna@example.com", "anma@example.com")
            try await expectRefusal(shell, "anma@example.com")
            let forced = try await shell.run("wipe", "--force")
            #expect(forced.status == 0 && forced.output.contains("what was set aside"), "\(forced)")
            let left = try await shell.customers.shell("grep -rlae anma@example.com \"$HOME\"; true")
            #expect(left.output.isEmpty, "\(left.output)")
        }
    }

    @Test("Nor is one of a customer who is known, and whose other edits are all done; once confirmed, it goes")
    func damagedKnown() async throws {
        try await Outage.whileAnEditWaits { outage in
            let shell = outage.shell
            try damage(shell, "555 0199", "555 0198")
            try await expectRefusal(shell, "555 0198")
            let confirmed = try await shell.run("queue", "confirm")
            #expect(confirmed.status == 0, "\(confirmed.error)")
            let wiped = try await shell.run("wipe")
            #expect(wiped.status == 0, "\(wiped.error)")
            let left = try await shell.customers.shell(
                "grep -rlae '555 0198' \"$HOME\" --exclude='customers.db*'; true")
            #expect(left.output.isEmpty, "\(left.output)")
        }
    }

    @Test("Forced at once, it says what was found damaged")
    func damagedForced() async throws {
        try await Outage.whileAnEditWaits { outage in
            try damage(outage.shell, "555 0199", "555 0198")
            let forced = try await outage.shell.run("wipe", "--force")
            #expect(forced.status == 0 && forced.output.contains("what was set aside"), "\(forced)")
            #expect(forced.error.contains("Lines of the journal were damaged"), "\(forced.error)")
        }
    }
}

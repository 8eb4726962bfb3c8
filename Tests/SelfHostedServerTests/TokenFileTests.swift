import CustomerAPI
import Domain
import Foundation
import TestSupport
import Testing

@testable import customers_api

/// A file of tokens that has this text and mode.
func withTokenFile<Value>(
    _ text: String, mode: Int = 0o600, _ body: (String) async throws -> Value
) async throws -> Value {
    try await withTemporaryFolder { folder in
        let path = folder + "/tokens"
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return try await body(path)
    }
}

@Suite("The file of tokens")
struct TokenFileTests {
    private static let token = "0123456789abcdef"
    private static let digest = String(repeating: "a1", count: 32)
    private static let other = String(repeating: "b2", count: 32)

    private func fault(_ text: String) -> TokenFileFault? {
        do throws(TokenFileFault) {
            _ = try TokenFile(text: text)
            return nil
        } catch {
            return error
        }
    }

    private func failure(_ text: String, mode: Int = 0o600) async throws -> StartFailure? {
        try await withTokenFile(text, mode: mode) { path in
            do throws(StartFailure) {
                _ = try TokenFile(path: path)
                return nil
            } catch {
                return error
            }
        }
    }

    @Test(
        "A file that its group or others may read, write or run is refused with the command that mends it",
        arguments: [0o640, 0o620, 0o610, 0o604, 0o602, 0o601])
    func openToOthers(mode: Int) async throws {
        // Root's own group is nobody else.
        guard getuid() != 0 || mode & 0o027 != 0 else { return }
        let failure = try #require(try await failure(Self.token, mode: mode))
        #expect(failure.status == .configuration)
        #expect(failure.message.contains("is open to other users of this machine: chmod 600 "))
    }

    @Test("A file that is its owner's alone is read", arguments: [0o600, 0o400, 0o700])
    func owners(mode: Int) async throws {
        #expect(try await failure(Self.token, mode: mode) == nil)
    }

    @Test("A file that is too long, not text, no file or not there says so, each with its exit status")
    func unreadable() async throws {
        let long = try #require(try await failure(String(repeating: "#\n", count: TokenFile.maximumBytes)))
        #expect(long.status == .configuration && long.message.contains("larger than 1 MiB"))
        for (path, status) in [("/nowhere/tokens", ExitStatus.notFound), ("/", .configuration)] {
            do throws(StartFailure) {
                _ = try TokenFile(path: path)
                Issue.record("it was read")
            } catch {
                #expect(error.status == status && error.message.hasPrefix("the token file \(path) "))
            }
        }
    }

    @Test("A line has name, role, end and digest; blanks around them, comments and empty lines count for nothing")
    func lines() throws {
        let text =
            "# staff\n\n kim : agent : 2027-01-31 : \(Self.digest.uppercased()) \nLee Ann:reader:never:\(Self.other)\r\n"
        let entries = try TokenFile(text: text).entries
        #expect(entries.map(\.name) == ["kim", "Lee Ann"] && entries.map(\.role) == [.agent, .reader])
        #expect(entries.map(\.expires) == ["2027-01-31", nil] && entries.allSatisfy { !$0.isOriginal })
        #expect(entries[0].digest == Array(repeating: 0xA1, count: 32))
        #expect(try TokenFile(text: "kim:admin::\(Self.digest)").entries.map(\.expires) == [nil])
    }

    @Test("A line of version 1 has all the rights there were, with a name or without")
    func originalLines() throws {
        let entries = try TokenFile(text: " kim : \(Self.token)k \n\(Self.token)p\nazAZ09-._~+/0123==\n").entries
        #expect(entries.map(\.name) == ["kim", nil, nil])
        #expect(entries.allSatisfy { $0.role == .exporter && $0.isOriginal && $0.expires == nil })
        #expect(entries[0].digest == AccessToken.digest(of: Self.token + "k"))
    }

    @Test(
        "What is not a token is named by its line, and not by what stands there",
        arguments: [
            ("0123456789abcde", TokenLineFault.notAToken), ("kim:0123456789abcde", .notAToken),
            (":\(token)", .notAToken),
            ("0123456789 abcdef", .notAToken), ("kim:lee:\(token)", .notAToken), ("0123456789abcdé", .notAToken),
            ("0123456789abcd\"", .notAToken), ("a:b:c:d:e", .notAToken),
            (":agent:never:\(digest)", .name), ("k\u{1B}im:agent:never:\(digest)", .name),
            ("k\u{200B}im:agent:never:\(digest)", .name), ("k\u{202E}im:agent:never:\(digest)", .name),
            (String(repeating: "k", count: 101) + ":agent:never:\(digest)", .name),
            ("kim:boss:never:\(digest)", .role), ("kim:Agent:never:\(digest)", .role), ("kim::never:\(digest)", .role),
            ("kim:agent:soon:\(digest)", .expiry), ("kim:agent:2027-02-30:\(digest)", .expiry),
            ("kim:agent:2027-1-31:\(digest)", .expiry), ("kim:agent:never:\(digest)0", .digest),
            ("kim:agent:never:\(digest.dropLast())", .digest), ("kim:agent:never:\(digest.dropLast())g", .digest),
            ("kim:agent:never:", .digest), ("kim:agent:never:0123456789abcdef0123456789abcdef", .digest),
        ])
    func faults(line: String, expected: TokenLineFault) async throws {
        let text = "# staff\n\(Self.token)\n\(line)\n"
        #expect(fault(text) == .line(3, expected))
        let failure = try #require(try await failure(text))
        #expect(failure.status == .configuration && failure.message.hasPrefix("line 3 of the token file "))
        #expect(failure.message.hasSuffix(expected.words) && !failure.message.contains(line))
    }

    @Test("Two lines for one name or with one token are refused, unless version 1 took them")
    func duplicates() {
        let (kim, lee) = ("kim:agent:never:\(Self.digest)", "lee:agent:never:\(Self.digest)")
        #expect(fault("\(kim)\n#\nkim:reader:never:\(Self.other)") == .sameName(1, 3))
        #expect(fault("\(kim)\n\(lee)") == .sameToken(1, 2))
        #expect(fault("kim:\(Self.token)\n\(kim)") == .sameName(1, 2))
        let same = AccessToken.digest(of: Self.token).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
        #expect(fault("lee:agent:never:\(same.joined())\n\(Self.token)") == .sameToken(1, 2))
        #expect(fault("kim:\(Self.token)\nkim:\(Self.token)2\nlee:\(Self.token)") == nil)
    }

    @Test("Each line of version 1 gets a warning with the command that ends it, and a weak one says so")
    func warnings() throws {
        let strong = String(repeating: "0123456789abcdef", count: 2)
        let text = "kim:\(strong)\n\(Self.token)\nlee:agent:never:\(Self.digest)\na\u{1B}b:\(strong)0\n"
        let warnings = try TokenFile(text: text).warnings(path: "t")
        try #require(warnings.count == 3)
        #expect(warnings[0].hasPrefix("warning: line 1 (kim) of the token file t is of version 1: "))
        #expect(warnings[0].hasSuffix("Run: customers-api token rotate kim --token-file t"))
        #expect(!warnings[0].contains("guessed") && warnings[1].contains("guessed"))
        #expect(warnings[1].contains("line 2 of") && warnings[1].hasSuffix("token add, and remove the line"))
        #expect(warnings[2].contains("line 4 (a\\u{1B}b)"))
        #expect(!warnings.joined().contains(Self.token))
        let twice = try TokenFile(text: "kim:\(strong)\nkim:\(strong)").warnings(path: "t")
        #expect(twice.allSatisfy { $0.contains("not the only one of its name, stands in another line, too") })
    }

    @Test("Comments and other lines stay where they are when one changes")
    func changes() throws {
        var file = try TokenFile(text: "# staff\nkim:\(Self.token)\n\n# guests\nlee:reader:never:\(Self.other)")
        let kim = TokenEntry(
            name: "kim", role: .agent, expires: "2027-01-31", digest: Array(repeating: 0xA1, count: 32), form: .digest)
        file.replace(kim)
        #expect(
            file.text == "# staff\nkim:agent:2027-01-31:\(Self.digest)\n\n# guests\nlee:reader:never:\(Self.other)\n")
        #expect(file.remove("lee") == 1 && file.remove("lee") == 0)
        #expect(try TokenFile(text: file.text).entries == [kim])
    }
}

@Suite("New tokens")
struct AccessTokenTests {
    @Test("They are as long and as random as they should be, and scanners know them")
    func shape() throws {
        let tokens = (0..<100).map { _ in AccessToken.random() }
        #expect(Set(tokens).count == 100)
        let shape = /cdk_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}/
        for token in tokens {
            #expect(try shape.wholeMatch(in: token.text) != nil)
            #expect(!AccessToken.isDamaged(token.text))
        }
    }

    @Test("The checksum is the CRC-32 of what is random, in base62")
    func checksum() {
        let zeros = "cdk_" + String(repeating: "A", count: 43)
        #expect(!AccessToken.isDamaged(zeros + "0DofJ8"))
        #expect(AccessToken.isDamaged(zeros + "000000"))
    }

    @Test("One that was cut off, mistyped or goes on is known to be damaged; another text is not one of these")
    func damage() {
        let text = AccessToken.random().text
        for count in "cdk_".count..<text.count { #expect(AccessToken.isDamaged(String(text.prefix(count)))) }
        #expect(AccessToken.isDamaged(text + "x"))
        for index in text.indices.dropFirst(4) {
            var other = text
            other.replaceSubrange(index...index, with: text[index] == "x" ? "y" : "x")
            #expect(AccessToken.isDamaged(other))
        }
        #expect(!AccessToken.isDamaged("0123456789abcdef0123456789abcdef"))
    }
}

import Domain
import Foundation
import TestSupport
import Testing
import Wire

/// The plain commands with an API, or somebody in its place, that gives well-formed wrong answers.
struct WrongAnswersTests {
    private static let anna = CustomerID("6fa459ea-ee8a-4ca4-894e-db77e160355e") ?? .random()
    private static let bob = CustomerID("7fa459ea-ee8a-4ca4-894e-db77e160355e") ?? .random()

    private static func json(
        _ id: CustomerID = anna, name: String = "Anna", phone: String = "555 0100", version: Int = 3
    ) -> String {
        let moment = "2026-01-02T03:04:05.000Z"
        let email = id == bob ? "bob@example.com" : "anna@example.com"
        return """
            {"customer_id":"\(id.text)","name":"\(name)","email":"\(email)","phone":"\(phone)","address":null,\
            "registration_date":"\(moment)","created_at":"\(moment)","updated_at":"\(moment)","version":\(version),\
            "updated_by":null}
            """
    }

    private static func entity(_ body: String, _ status: Int = 200, version: Int = 3) -> Misbehaviour {
        .json(status, body, ["ETag": "\"\(version)\""])
    }

    private static let annaAnswer = entity(json())
    private static let isWell = Misbehaviour.json(
        200, #"{"status":"OK","timestamp":"2026-01-02T03:04:05.000Z","version":"1","replicate":false}"#)
    private static let portal = ["Content-Type": "text/html"]

    /// What waits in the queue, state by state.
    private func states(_ shell: Shell) async throws -> [String] {
        struct Queued: Decodable { let state: String }
        let printed = try await shell.run("queue", "--json")
        return try JSONDecoder().decode([Queued].self, from: Data(printed.output.utf8)).map(\.state)
    }

    private func writes(_ server: MisbehavingServer) -> [String] {
        server.requests.filter { !$0.hasPrefix("GET ") }
    }

    @Test("Changes that lead round in a circle are an error to who watches them, and are printed once")
    func changesInACircle() async throws {
        let health = #"{"status":"OK","timestamp":"2026-01-02T03:04:05.000Z","version":"1.0.0","replicate":false}"#
        let feed = #"{"changes":[\#(Self.json())],"cursor":"AAAA","more":true}"#
        let server = try MisbehavingServer(
            answering: { .json(200, $0.hasPrefix("GET /api/health ") ? health : feed) })
        try await Shell.without(url: server.url) { shell in
            let finished = try await shell.run("watch", "--json")
            #expect(finished.status == 69 && finished.error.contains("leads back to a page"), "\(finished.error)")
            #expect(finished.output.split(separator: "\n").count == 1)
        }
    }

    @Test(
        "When an answer is about another customer, no command prints, edits or deletes anybody",
        arguments: [
            ["show"], ["show", "--json"], ["edit", "--phone", "555 0199"], ["delete", "--yes"],
        ], [anna.text, "anna@example.com"])
    func anotherCustomer(command: [String], reference: String) async throws {
        let answer =
            reference == Self.anna.text
            ? Self.entity(Self.json(Self.bob)) : .json(200, "[\(Self.json(Self.bob))]")
        let server = try MisbehavingServer(answer)
        try await Shell.without(url: server.url) { shell in
            let finished = try await shell.customers.run([command[0], reference] + command.dropFirst())
            #expect(finished.status == 69, "\(finished.error)")
            #expect(finished.output.isEmpty && finished.error.contains("is not an answer to what was asked"))
            #expect(finished.error.contains("Try again"), "the next step: \(finished.error)")
            #expect(try await states(shell) == [])
        }
        #expect(writes(server).isEmpty)
    }

    @Test("What was seen before is not taken for newer than an older answer")
    func older() async throws {
        let server = try MisbehavingServer(Self.annaAnswer, Self.entity(Self.json(version: 2), version: 2))
        try await withAnnaKept(server) { shell in
            let shown = try await shell.run("show", Self.anna.text)
            #expect(shown.status == 69 && shown.output.isEmpty, "\(shown.error)")
            #expect(shown.error.contains("version 2") && shown.error.contains("customers wipe"), "\(shown.error)")
            let deleted = try await shell.run("delete", Self.anna.text, "--yes")
            #expect(deleted.status == 69 && writes(server).isEmpty)
        }
    }

    @Test("An import compares nobody with an answer that is older than what was seen before")
    func olderForImport() async throws {
        let server = try MisbehavingServer(Self.annaAnswer, Self.entity(Self.json(version: 2), version: 2))
        try await withAnnaKept(server) { shell in
            let file = try shell.file("a.csv", "customer_id,phone\n\(Self.anna.text),555 0100\n")
            for arguments in [["--dry-run"], ["--update"]] {
                let imported = try await shell.customers.run(["import", file] + arguments)
                #expect(imported.status == 69 && imported.output.isEmpty, "\(imported.output)")
                #expect(imported.error.contains("version 2"), "\(imported.error)")
            }
        }
        #expect(writes(server).isEmpty)
    }

    @Test("An import may repeat what a customer was before a rule existed, but not set it anew")
    func olderThanRules() async throws {
        let old = Self.json(phone: "555 0100").replacing("anna@example.com", with: "anna@my_host.example.com")
        let server = try MisbehavingServer(Self.entity(old))
        try await Shell.without(url: server.url) { shell in
            let head = "customer_id,name,email,phone,version\n"
            let same = "\(Self.anna.text),Anna,anna@my_host.example.com,555 0100,3\n"
            let kept = try await shell.run("import", shell.file("same.csv", head + same), "--update")
            #expect(kept.status == 0, "\(kept.error)")
            #expect(kept.output == "0 created, 0 updated, 1 unchanged, 0 differ\n")
            let other = try shell.file("other.csv", head + same.replacing("Anna,", with: "Anne,"))
            let refused = try await shell.run("import", other, "--update")
            #expect(refused.status == 65, "\(refused.output)")
            #expect(refused.error.contains("line 2 email must look like name@example.com, without _ behind the @"))
        }
        #expect(writes(server).isEmpty)
    }

    @Test(
        "An edit that is answered as a read would be, while somebody else makes the next version, is made all the same")
    func acknowledgedAndLost() async throws {
        let rival = Self.json(name: "Anne", version: 4)
        let made = Self.json(name: "Anne", phone: "555 0199", version: 5)
        let server = try MisbehavingServer(
            Self.annaAnswer, Self.isWell, Self.entity(rival, version: 4), Self.mismatch(rival),
            Self.entity(made, version: 5))
        try await Shell.without(url: server.url) { shell in
            let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199", "--json")
            #expect(edited.status == 0 && edited.error.isEmpty, "\(edited.error)")
            #expect(try edited.customer.phone == "555 0199")
            #expect(try await states(shell) == [])
        }
        let keys = writes(server).map {
            $0.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("idempotency-key") }
        }
        #expect(
            keys.count == 3 && keys[0] == keys[1] && keys[1] != keys[2], "asked again under the same key, then merged")
    }

    @Test("A page answers a deletion that nobody made: it is kept, and not done")
    func deletionByPage() async throws {
        let server = try MisbehavingServer(Self.annaAnswer, Self.isWell, Self.annaAnswer)
        try await Shell.without(url: server.url) { shell in
            let deleted = try await shell.run("delete", Self.anna.text, "--yes")
            #expect(deleted.error.contains("Queued") && !deleted.error.contains("Deleted"), "\(deleted.error)")
            #expect(try await states(shell) == ["unknown"])
        }
    }

    @Test(
        "A 401 or 403 that is not the API's own proves nothing: the edit is kept, and that is said",
        arguments: [401, 403])
    func barrier(status: Int) async throws {
        let page = Misbehaviour.answer(status, Self.portal, body: "<h1>Sign in to the proxy</h1>")
        let server = try MisbehavingServer(Self.annaAnswer, Self.isWell, page)
        try await Shell.without(url: server.url) { shell in
            let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199")
            #expect(edited.status == 0, "\(edited.error)")
            #expect(edited.error.contains("Queued.") && edited.error.contains("status \(status)"), "\(edited.error)")
            #expect(edited.error.contains("sign in there") && !edited.error.contains("taken back"))
            #expect(try await states(shell) == ["unknown"])
            #expect(try await shell.run("queue", "discard", "1").status == 75, "it may have arrived")
        }
        #expect(writes(server).count == 1)
    }

    @Test(
        "An edit that the API itself turns away is taken back, and that is said",
        arguments: [(401, "unauthenticated"), (403, "forbidden")])
    func turnedAway(status: Int, type: String) async throws {
        let server = try MisbehavingServer(Self.annaAnswer, Self.isWell, .problem(status, type))
        try await Shell.without(url: server.url) { shell in
            let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199")
            #expect(edited.status == 77, "\(edited.error)")
            #expect(edited.error.contains("The edit was taken back."), "\(edited.error)")
            #expect(try await states(shell) == [])
        }
    }

    @Test("An impossible version is not an answer, and nothing breaks, now or at the next start")
    func hugeVersion() async throws {
        let huge = Self.json(version: Int.max)
        let server = try MisbehavingServer(
            Self.annaAnswer, Self.isWell, Self.entity(huge, version: Int.max), Self.isWell,
            Self.entity(Self.json(phone: "555 0199", version: 4), version: 4))
        try await Shell.without(url: server.url) { shell in
            let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199", "--json")
            #expect(edited.status == 0, "\(edited.error)")
            #expect(try await shell.run("sync").status == 0)
            #expect(try await states(shell) == [])
        }
        let reader = try MisbehavingServer(Self.entity(huge, version: Int.max))
        try await Shell.without(url: reader.url) { shell in
            let shown = try await shell.run("show", Self.anna.text)
            #expect(shown.status == 69 && shown.output.isEmpty, "\(shown.error)")
        }
    }

    @Test("Pages that lead round in a circle end with an error, and no file is left behind")
    func circle() async throws {
        let link = ["Link": "</api/customers?cursor=AAAA>; rel=\"next\""]
        // A listing asks where the change feed ends before it reads on.
        let page = Misbehaviour.json(200, "[\(Self.json())]", link)
        let end = Misbehaviour.json(200, #"{"changes":[],"cursor":"BBBB","more":false}"#)
        for options in [[], ["--search", "an"], ["--json"], ["--csv"]] {
            try await endsInACircle([["list"] + options], on: MisbehavingServer(page, end, page))
        }
        let feed = #"{"changes":[\#(Self.json())],"cursor":"AAAA","more":true}"#
        try await endsInACircle([["export"], ["export", "all.csv"]], on: MisbehavingServer(.json(200, feed)))
    }

    @Test("An endless feed without new customers is given up with an error, and no file is left behind")
    func endlessFeed() async throws {
        let pages = (1...1_100).map { number in
            Misbehaviour.json(200, #"{"changes":[\#(Self.json())],"cursor":"A\#(number)","more":true}"#)
        }
        let server = try MisbehavingServer(pages)
        try await Shell.without(url: server.url) { shell in
            let path = shell.folder + "/all.csv"
            let exported = try await shell.run("export", path)
            #expect(exported.status == 69, "\(exported.error)")
            #expect(exported.error.contains("have no new customer, and lead on"), "\(exported.error)")
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    private func endsInACircle(_ commands: [[String]], on server: MisbehavingServer) async throws {
        try await Shell.without(url: server.url) { shell in
            for command in commands {
                let finished = try await shell.customers.run(command)
                #expect(finished.status == 69, "\(command) \(finished.error)")
                #expect(finished.error.contains("leads back"), "\(finished.error)")
            }
            #expect(!FileManager.default.fileExists(atPath: shell.folder + "/all.csv"))
        }
    }

    @Test(
        "However long a pause the API asks for, it is shown, bounded, and nothing breaks",
        arguments: ["9223372036854775807", "1000000000", "99999999999999999999"])
    func longPause(seconds: String) async throws {
        let busy = Misbehaviour.problem(503, "unavailable", ["Retry-After": seconds])
        for isDurable in [true, false] {
            let server = try MisbehavingServer(Self.annaAnswer, Self.isWell, busy)
            try await Shell.without(url: server.url) { shell in
                var shell = shell
                if !isDurable { shell.customers.environment["XDG_DATA_HOME"] = "/dev/null/nowhere" }
                let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199")
                #expect(edited.error.contains("15 min"), "\(edited.error)")
                #expect(edited.status == (isDurable ? 0 : 69), "\(edited.error)")
                #expect(edited.error.contains(isDurable ? "Queued." : "not known whether the edit was saved"))
            }
        }
    }

    private static func mismatch(_ current: String) -> Misbehaviour {
        .json(
            412,
            #"{"type":"urn:customers:problem:version-mismatch","status":412,"detail":"changed","current":\#(current)}"#)
    }

    @Test("A version before the edited one does not make an edit count as made")
    func olderMismatch() async throws {
        let made = Self.json(phone: "555 0199", version: 4)
        // As it was before somebody changed the phone.
        let older = Self.mismatch(Self.json(phone: "555 0199", version: 2))
        let server = try MisbehavingServer(
            Self.annaAnswer, Self.isWell, older, Self.isWell, Self.entity(made, version: 4))
        try await Shell.without(url: server.url) { shell in
            let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199", "--json")
            #expect(edited.status == 0, "\(edited.error)")
            #expect(try await shell.run("sync").status == 0)
            #expect(try await states(shell) == [])
        }
        let keys = writes(server).map {
            $0.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("idempotency-key") }
        }
        #expect(keys.count == 2 && keys[0] == keys[1], "asked again under the same key")
    }

    @Test("Who is not known to the API any more is not said to be deleted")
    func unknown() async throws {
        let server = try MisbehavingServer(Self.annaAnswer, Self.isWell, .problem(404, "not-found"))
        try await Shell.without(url: server.url) { shell in
            let deleted = try await shell.run("delete", Self.anna.text, "--yes")
            #expect(deleted.status == 66, "\(deleted.error)")
            #expect(deleted.error.contains("Nothing was deleted: the API does not know"), "\(deleted.error)")
            #expect(try await states(shell) == [])
        }
    }

    @Test(
        "Nobody is listed or exported in an older version than was seen before, and the reader is told",
        arguments: [
            ["list"], ["list", "--limit", "1"], ["list", "--json"], ["list", "--csv"], ["list", "--search", "anna"],
            ["list", "--search", "anna", "--sort", "name"], ["export"], ["export", "--csv"],
        ])
    func olderInAList(command: [String]) async throws {
        let old = Self.json(phone: "555 0111", version: 1)
        let answer =
            command[0] == "list"
            ? "[\(old)]" : #"{"changes":[\#(old)],"cursor":"AAAA","more":false}"#
        let server = try MisbehavingServer(Self.annaAnswer, .json(200, answer))
        try await withAnnaKept(server) { shell in
            let read = try await shell.customers.run(command)
            #expect(read.status == 0, "\(read.error)")
            #expect(read.output.contains("555 0100") && !read.output.contains("555 0111"), "\(read.output)")
            #expect(read.error.contains("older versions of 1 customer than"), "\(read.error)")
        }
    }

    @Test("A customer seen with another email since is not found under the one before")
    func formerEmail() async throws {
        let renamed = Self.json(version: 4).replacing("anna@example.com", with: "smith@example.com")
        let old = Misbehaviour.json(200, "[\(Self.json(version: 3))]")
        let server = try MisbehavingServer(Self.entity(renamed, version: 4), old, Self.entity(renamed, version: 4))
        try await withAnnaKept(server) { shell in
            let shown = try await shell.run("show", "anna@example.com")
            #expect(shown.status == 66 && shown.output.isEmpty, "\(shown.error)")
        }
    }

    @Test("After an edit, nobody is shown as they were before it")
    func staleAfterEdit() async throws {
        let made = Self.entity(Self.json(phone: "555 0199", version: 4), version: 4)
        let server = try MisbehavingServer(Self.annaAnswer, Self.isWell, made, Self.annaAnswer)
        try await Shell.without(url: server.url) { shell in
            let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199", "--json")
            #expect(edited.status == 69 && edited.output.isEmpty, "\(edited.error)")
            #expect(edited.error.contains("It is saved, but cannot be shown"), "\(edited.error)")
            #expect(edited.error.contains("version 3") && edited.error.contains("version 4"), "\(edited.error)")
            #expect(try await states(shell) == [])
        }
    }

    @Test("After an edit, who was changed by others right behind it is kept as they are then")
    func keptAfterEdit() async throws {
        let made = Self.entity(Self.json(phone: "555 0199", version: 4), version: 4)
        let next = Self.entity(Self.json(name: "Anne", phone: "555 0199", version: 5), version: 5)
        let page = Misbehaviour.answer(403, Self.portal, body: "<h1>Sign in to the proxy</h1>")
        let server = try MisbehavingServer(Self.annaAnswer, Self.annaAnswer, Self.isWell, made, next, page)
        try await withAnnaKept(server) { shell in
            let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199", "--json")
            #expect(try edited.customer.name == "Anne", "\(edited.error)")
            let shown = try await shell.run("show", Self.anna.text, "--json")
            #expect(shown.error.contains("From this machine"), "\(shown.error)")
            #expect(try shown.customer.name == "Anne")
        }
    }

    @Test("Behind a proxy's sign-in page, who is kept here is shown and edited as while the API is away")
    func behindAPage() async throws {
        let page = Misbehaviour.answer(403, Self.portal, body: "<h1>Sign in to the proxy</h1>")
        let server = try MisbehavingServer(Self.annaAnswer, page)
        try await withAnnaKept(server) { shell in
            let shown = try await shell.run("show", Self.anna.text, "--json")
            #expect(shown.status == 0 && shown.error.contains("sign in there"), "\(shown.error)")
            #expect(try shown.customer.id == Self.anna)
            let edited = try await shell.run("edit", Self.anna.text, "--phone", "555 0199", "--json")
            #expect(edited.status == 0 && edited.error.contains("Queued."), "\(edited.error)")
            #expect(try await states(shell) == ["waiting"], "nothing but a probe has left")
            let unknown = try await shell.run("show", Self.bob.text)
            #expect(unknown.status == 77 && unknown.output.isEmpty, "\(unknown.error)")
        }
    }

    /// Somebody at a machine on which the server's first answer, Anna, is kept.
    private func withAnnaKept(
        _ server: MisbehavingServer, _ body: @Sendable (Shell) async throws -> Void
    ) async throws {
        try await Shell.without(url: server.url) { shell in
            var shell = shell
            shell.customers.environment["XDG_RUNTIME_DIR"] = try privateDirectory(shell.folder + "/runtime")
            #expect(try await shell.run("show", Self.anna.text).status == 0)
            try await body(shell)
        }
    }

    private func privateDirectory(_ path: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return path
    }
}

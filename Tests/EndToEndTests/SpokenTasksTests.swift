import TestSupport
import Testing

/// What somebody hears who works with yasr: golden transcripts of five tasks at 24×80.
///
/// A key that moves or types is answered with two texts at most. A pane that opens is read once as a whole, with what has
/// the focus last. Signs that only draw are never read.
@Suite("The client, read aloud by a screen reader", .serialized)
struct SpokenTasksTests {
    private static let greeting = "▸ Anna Smith | anna at example.com | 5550100"

    private static func addPeople(_ shell: Shell) async throws {
        let people = [
            ("Anna Smith", "anna", "5550100"), ("Bea Jones", "bea", "5550101"), ("Carl Brown", "carl", ""),
        ]
        for (name, mailbox, phone) in people {
            let added = try await shell.run(
                "add", "--name", name, "--email", "\(mailbox)@example.com", "--phone", phone)
            #expect(added.status == 0, "\(added.error)")
        }
    }

    private func perform(_ tasks: @Sendable (SpokenScreen) async throws -> Void) async throws {
        try await Shell.beside { shell in
            try await Self.addPeople(shell)
            let url = try #require(shell.customers.environment["CUSTOMERS_API_URL"])
            try await perform(on: url, tasks)
        }
    }

    private func perform(on url: String, _ tasks: (SpokenScreen) async throws -> Void) async throws {
        try await SpokenScreen.on(url, greeting: Self.greeting) { screen in
            try await tasks(screen)
            // Box drawing and braille patterns.
            let drawn = screen.said.filter { text in
                text.unicodeScalars.contains { ("\u{2500}"..."\u{257F}" ~= $0) || ("\u{2800}"..."\u{28FF}" ~= $0) }
            }
            #expect(drawn == [])
        }
    }

    /// The API while it is there: until it is ended.
    private func serving(_ outage: Outage) -> (end: () -> Void, task: Task<Void, any Error>) {
        let (isThere, continuation) = AsyncStream.makeStream(of: Never.self)
        return ({ continuation.finish() }, Task { try await outage.comeBack { for await _ in isThere {} } })
    }

    @Test("Find a customer")
    func find() async throws {
        try await perform { screen in
            try await screen.perform(
                """
                /: ⏎ | to the list | Esc | end the search | Ctrl-U | clear | F1 | help | /
                b: ▸ | B | ea Jones | b | B | 2 foun | b
                e: … | 1 | …
                Enter: be | Email | be | a at example.com | … | Name | Be | a Jones
                Esc: …
                Esc: …
                j: Anna Smit | ▸ Bea Jones
                k: Bea Jone | ▸ Anna Smith
                """)
        }
    }

    @Test("Open a customer, and go back")
    func open() async throws {
        try await perform { screen in
            try await screen.perform(
                """
                j: Anna Smit | ▸ Bea Jones
                Enter: Email | bea at example.com | Phone | Company | – | Address | – | Tags | – | … | Since | …
                  | back | e | edit | n | new | D | delete | u | undo | Q | queue | … | Name | …
                Esc: … | ▸ Bea Jones | bea at example.com | 5550101
                """)
        }
    }

    @Test("Edit a field, with a mistake on the way")
    func edit() async throws {
        try await perform { screen in
            try await screen.perform(
                """
                j: Anna Smit | ▸ Bea Jones
                e: Edit Bea Jones | Email | bea at example.com | Phone | 5550101 | Company | Address | Tags
                  | Ctrl-S | save | Esc | leave | Tab | next field | Ctrl-U | clear | F1 | help | Name | Bea Jones
                Ctrl-U: is require | star
                Ctrl-S: Not saved: one field needs correcting.
                B: …
                Ctrl-S: … | Saved B. | … | ▸ B | …
                """)
        }
    }

    @Test("Delete a customer, and undo it")
    func delete() async throws {
        try await perform { screen in
            try await screen.perform(
                """
                j: Anna Smit | ▸ Bea Jones
                D: Delete Bea Jones? | bea at example.com | This deletes the customer for everybody; :trash keeps them for a while. | y | delete
                  | n | keep | y delete n keep
                y: … | Bea Jones is deleted in 10 s; u undoes | …
                u: … | Undone: deletion of Bea Jones (entered just now) | …
                """)
        }
    }

    @Test("Decide a conflict")
    func conflict() async throws {
        try await Outage.after(Self.addPeople) { outage in
            let before = serving(outage)
            defer { before.task.cancel() }
            try await perform(on: outage.url) { screen in
                try await screen.perform(
                    """
                    j: Anna Smit | ▸ Bea Jones
                    e: Edit Bea Jones | Email | bea at example.com | Phone | 5550101 | Company | Address | Tags
                      | Ctrl-S | save | Esc | leave | Tab | next field | Ctrl-U | clear | F1 | help | Name | Bea Jones
                    Tab: Nam | Email
                    Tab: Emai | Phone
                    Ctrl-U: star
                    8:
                    """)
                before.end()
                try await before.task.value
                try await outage.rival { shell in
                    let edited = try await shell.run("edit", "bea@example.com", "--phone", "999")
                    #expect(edited.status == 0, "\(edited.error)")
                }
                try await screen.client.wait(for: "that the API is away", seconds: 30) { !$0.contains("● online") }
                try await screen.perform("Ctrl-S: …")
                let after = serving(outage)
                defer { after.task.cancel() }
                try await screen.listen(for: "… | Q shows the conflict | …") {
                    try await screen.client.wait(forText: "conflicts 1", seconds: 60)
                }
                try await screen.perform(
                    """
                    Q: Queue · 1 edit · 1 conflict | … | Bea Jones | edit (phone) | just now | conflict: changed m…
                    Enter: Conflict: Bea Jones was changed just now (v2) | … | ▸ Phone | Before | ○ Theirs | ○ Yours
                    l: 99 | ● Yours
                    Enter: … | the server has it
                    """)
                after.end()
                try await after.task.value
            }
        }
    }
}

import TestSupport
import Testing

/// What somebody hears of timelines, notes, the trash and who may be the same: golden transcripts at 24×80, as in
/// ``SpokenTasksTests``.
@Suite("What records remember, read aloud by a screen reader", .serialized)
struct SpokenRecordsTests {
    private static let greeting = "▸ Anna Smith | anna at example.com | 5550100"
    private static let bea = "bea@example.com"

    /// Anna, and Bea of whom there is something to tell.
    private func perform(_ tasks: @escaping @Sendable (SpokenScreen, Shell) async throws -> Void) async throws {
        try await Shell.beside { shell in
            for (name, mailbox, phone) in [("Anna Smith", "anna", "5550100"), ("Bea Jones", "bea", "5550101")] {
                let added = try await shell.run(
                    "add", "--name", name, "--email", "\(mailbox)@example.com", "--phone", phone)
                #expect(added.status == 0, "\(added.error)")
            }
            _ = try await shell.run("edit", Self.bea, "--phone", "5550199")
            _ = try await shell.run("note", Self.bea, "Wants an invoice.")
            let url = try #require(shell.customers.environment["CUSTOMERS_API_URL"])
            try await SpokenScreen.on(url, greeting: Self.greeting) { screen in
                try await tasks(screen, shell)
                // Box drawing and braille patterns.
                let drawn = screen.said.filter { text in
                    text.unicodeScalars.contains { ("\u{2500}"..."\u{257F}" ~= $0) || ("\u{2800}"..."\u{28FF}" ~= $0) }
                }
                #expect(drawn == [])
            }
        }
    }

    @Test("Open a timeline, go to an entry, read it, and go back")
    func timeline() async throws {
        try await perform { screen, _ in
            try await screen.perform(
                """
                j: Anna Smit | ▸ Bea Jones
                h: Timeline · Bea Jones | … | ▸ | just now | – | Note: Wants an invoice.
                j: … | Phone: 5550101 → 5550199
                Enter: Entry | … | 5550101
                j: … | 5550199
                Esc: Timeline · Bea Jones | … | Phone: 5550101 → 5550199
                Esc: … | ▸ Bea Jones | bea at example.com | 5550199
                """)
        }
    }

    @Test("Write a note")
    func note() async throws {
        try await perform { screen, _ in
            try await screen.perform(
                """
                j: Anna Smit | ▸ Bea Jones
                N: Note · Bea Jones | 0 of 2,000 characters | Ctrl-S | save | Esc | leave | Alt-e | editor
                  | Ctrl-U | clear | F1 | help
                H: …
                i: …
                Ctrl-S: … | ▸ Bea Jones | bea at example.com | 5550199 | …
                """)
        }
    }

    @Test("Ask who has set each field")
    func blame() async throws {
        try await perform { screen, _ in
            try await screen.perform(
                """
                j: Anna Smit | ▸ Bea Jones
                Enter: … | Name | Bea Jones
                b: … | just now | just now | just now
                j: … | ▸ | bea at example.com | just now
                """)
        }
    }

    @Test("Open the trash, and restore somebody")
    func trash() async throws {
        try await perform { screen, shell in
            try await screen.listen(for: "…") {
                let deleted = try await shell.run("delete", Self.bea, "--yes")
                #expect(deleted.status == 0, "\(deleted.error)")
            }
            try await screen.perform(
                """
                Colon: …
                t: …
                r: …
                a: …
                s: …
                h: …
                Enter: Trash | … | ▸ Bea Jones | deleted just now, until | …
                Enter: Restore Bea Jones? | bea at example.com | They come back as they were, under the same id. | y
                  | n | leave | y restore n leave
                y: … | Bea Jones is restored; u undoes | …
                Esc: … | ▸ Anna Smith | anna at example.com | 5550100
                """)
        }
    }

    @Test("Type the number of somebody who is there already, and go there")
    func duplicate() async throws {
        try await perform { screen, _ in
            try await screen.perform(
                """
                n: New customer | Email | Phone | Company | Address | Tags | Ctrl-S | save | Esc | leave | Tab | next field
                  | Ctrl-U | clear | F1 | help | Name
                B: …
                o: …
                Tab: … | Email
                Tab: … | Phone
                5: star
                55010:
                0: Same phone: Anna Smith; Ctrl-G opens
                Ctrl-G: Email | anna at example.com | … | Name | Anna Smith
                """)
        }
    }
}

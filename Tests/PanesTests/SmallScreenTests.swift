import Domain
import Screen
import Testing

@testable import Panes

@Suite("Where there is little room")
struct SmallScreenTests {
    @Test("A question says what it is about, and what can be answered, on any number of rows", arguments: 1...8)
    func questions(_ rows: Int) {
        let quitting = quitting(rows: rows, columns: 80).text
        #expect(quitting.contains("Quit with an unfinished form?") && quitting.contains("y quit   n stay"))
        var driver = loaded(rows: rows)
        driver.press(.character("D"))
        #expect(driver.text.contains("Delete Anna Smith?") && driver.text.contains("y delete   n keep"))
        driver.press(.character("n"), .character("e"), .character("!"), .escape)
        #expect(driver.text.contains("Leave without saving?") && driver.text.contains("y leave   n stay"))
    }

    private func quitting(rows: Int, columns: Int) -> AppDriver {
        var driver = loaded(rows: rows, columns: columns)
        driver.press(.character("e"))
        driver.type("!")
        driver.press(.control("c"))
        return driver
    }

    @Test(
        "On few rows a question takes all of them but the lines at the edges",
        arguments: [
            (3, [" Delete Anna Smith?", " anna.smith@example.com", " y delete   n keep"]),
            (4, [" Delete Anna Smith?", " anna.smith@example.com", " y delete   n keep", ""]),
            (5, [" Delete Anna Smith?", " anna.smith@example.com", " y delete   n keep", "", " y delete  n keep"]),
            (
                6,
                [
                    " acme-prod           ● online   queue 0", " Delete Anna Smith?", " anna.smith@example.com",
                    " y delete   n keep", "", " y delete  n keep",
                ]
            ),
        ])
    func deletion(_ rows: Int, _ screen: [String]) {
        var driver = loaded(rows: rows, columns: 40)
        driver.press(.character("D"))
        #expect(driver.screen == screen)
    }

    @Test("In one line the choices stay whole, and the question gives way to them")
    func oneLine() {
        #expect(quitting(rows: 1, columns: 80).screen == [" Quit with an unfinished form?   y quit   n stay"])
        #expect(quitting(rows: 1, columns: 40).screen == [" Quit with an unfini…   y quit   n stay"])
        #expect(quitting(rows: 1, columns: 12).screen == [" y quit   …"])
        #expect(quitting(rows: 0, columns: 12).screen == [])
    }

    @Test("Where a frame would leave too few rows for all of the question there is none")
    func withoutFrame() {
        var driver = loaded(rows: 9, columns: 40)
        driver.press(.character("D"))
        #expect(
            driver.screen[2...6] == [
                " Delete Anna Smith?", " anna.smith@example.com", " This deletes the customer for",
                " everybody, and for good.", " y delete   n keep",
            ])
    }

    @Test("On a low and narrow screen question and choices stay whole, and what depends on them is cut")
    func narrowQuestion() {
        var driver = loaded(rows: 9, columns: 14)
        driver.press(.character("D"))
        #expect(driver.screen[2...6] == [" Delete Anna", " Smith?", " anna.smith@…", " y delete n", " keep"])
    }

    @Test("What the palette offers and answers ends with a sign where it is cut, and a reason is not crowded out")
    func palette() {
        var driver = loaded(rows: 10, columns: 40)
        driver.press(.character(":"))
        driver.type("last that")
        #expect(driver.text.contains("Go to the last th…"), "\(driver.text)")
        let named = loaded(rows: 10, columns: 40).running("save \(String(repeating: "a", count: 200))")
        #expect(
            named.text.contains("cannot name a view") && named.text.contains("64 of the characters"), "\(named.text)")
    }

    @Test("What is typed is on the screen however small that is, and the cursor behind it", arguments: 1...12)
    func typed(_ rows: Int) throws {
        for columns in [rows == 1 ? 40 : 14, 80] {
            for (key, title): (Unicode.Scalar, String) in [("t", "Tag"), ("x", "Export")] {
                var driver = loaded(rows: rows, columns: columns)
                driver.press(.character(key))
                driver.type("v.csv")
                let cursor = try #require(driver.app.render().cursor)
                #expect(driver.screen[cursor.row].prefix(cursor.column).hasSuffix("> v.csv"), "\(driver.text)")
                #expect(driver.text.contains(title), "\(driver.text)")
            }
        }
    }

    @Test("A title that is too long for the rows says so, and leaves the last one to what is typed")
    func longTitle() {
        var driver = loaded(rows: 5, columns: 14)
        driver.press(.character(" "), .character("x"))
        driver.type("v.csv")
        #expect(driver.screen[..<3] == [" Export 1", " marked cu…", " > v.csv"])
        driver.resize(rows: 1, columns: 40)
        #expect(driver.screen == [" Export 1 marked c… > v.csv"])
    }

    @Test("A question stands in a frame of reversed blanks")
    func frame() {
        var driver = loaded()
        driver.press(.character("D"))
        let grid = driver.app.render()
        let frame = (0..<grid.size.rows).map { row in
            grid.row(row).map { $0.style.attributes.contains(.reverse) ? "#" : " " }.joined()
        }.filter { $0.contains("#") }
        let (edge, side) = (String(repeating: "#", count: 58), "#" + String(repeating: " ", count: 56) + "#")
        #expect(frame.map { String($0.dropFirst(11).prefix(58)) } == [edge, side, side, side, side, side, edge])
    }

    @Test("However narrow the screen is, the cursor stands on it", arguments: 1...12)
    func cursor(_ columns: Int) throws {
        var driver = loaded(columns: columns)
        driver.press(.character("e"))
        #expect(try #require(driver.app.render().cursor).column < columns)
    }

    @Test("In one row the form is its heading, and no cursor stands where nothing can be typed")
    func oneRowForm() {
        var driver = loaded(rows: 1, columns: 40)
        driver.press(.character("e"))
        #expect(driver.screen == [" Edit Anna Smith"])
        #expect(driver.app.render().cursor == nil)
    }

    @Test("A long status does not lie over a question")
    func statusBelowQuestion() {
        var driver = AppDriver(rows: 6, columns: 40)
        driver.answer(page: [anna, bao, carla], next: nil)
        driver.press(.character("r"))
        let message = "The API cannot be reached (connection refused). Check its address and the network."
        driver.loseLink(message)
        #expect(
            driver.screen[1...4] == [
                "   Name ↑",
                " ▸ Anna Smith                          ▼",
                " The API cannot be reached (connection",
                " refused). Check its address and the n…",
            ])
        driver.press(.character("D"))
        #expect(driver.screen[1].contains("Delete Anna Smith?"))
        #expect(driver.screen[4] == " The API cannot be reached (connection…")
    }

    @Test("A long status takes the rows that the form leaves, and is shortened where it leaves none")
    func statusBelowForm() {
        let message = "The form is not kept on disk: could not create a file (No space left on device)."
        for rows in 4...24 {
            var driver = loaded(rows: rows, columns: 40)
            driver.press(.character("n"))
            let before = driver.screen
            driver.update(.draftNotKept(reason: String(message.dropFirst(30))))
            let after = driver.screen
            let changed = before.indices.filter { before[$0] != after[$0] }
            #expect(changed.allSatisfy { before[$0].isEmpty }, "\(rows) rows:\n\(driver.text)")
            #expect(after.contains { $0.hasSuffix("…") } || driver.text.contains("device)."), "\(driver.text)")
        }
    }

    /// The form of somebody with a long address.
    private func editing(rows: Int, isUnicode: Bool = true) -> AppDriver {
        let address = (1...5).map { "Line \($0)" }.joined(separator: "\n")
        var driver = AppDriver(rows: rows, isUnicode: isUnicode)
        driver.answer(page: [.named("Olga", 5, email: "olga@example.com", address: address)])
        driver.press(.character("e"))
        return driver
    }

    /// A line with as few blanks as there can be.
    private static func words(_ line: String) -> String { line.split(separator: " ").joined(separator: " ") }

    @Test("On few rows the form's blank rows give way, then fields, and a mark says on which side")
    func formFields() {
        var driver = editing(rows: 12)
        #expect(
            driver.screen[2...9].map(Self.words) == [
                "Edit Olga", "Name Olga", "Email olga@example.com", "Phone +1 555 0100", "Company", "Address Line 1",
                "Line 2 ↓", "Tags",
            ])
        driver.press(.tab, .tab, .tab, .tab)
        #expect(
            driver.screen[2...9].map(Self.words) == [
                "Edit Olga ▲", "Company", "Address Line 1", "Line 2", "Line 3", "Line 4", "Line 5", "Tags",
            ])
        #expect(driver.screen[2].count == 80)
        driver = editing(rows: 5)
        #expect(driver.screen[...2].map(Self.words) == ["Edit Olga", "Name Olga", "Email olga@example.com ▼"])
        driver.press(.tab)
        #expect(
            driver.screen[...2].map(Self.words) == ["Edit Olga ▲", "Email olga@example.com", "Phone +1 555 0100 ▼"])
        driver = editing(rows: 5, isUnicode: false)
        driver.press(.tab)
        #expect(
            driver.screen[...2].map(Self.words) == ["Edit Olga ^", "Email olga@example.com", "Phone +1 555 0100 v"])
    }

    @Test("On any screen a mark stands wherever fields of the form are out of sight", arguments: 5...24)
    func formMarks(_ rows: Int) {
        var driver = editing(rows: rows)
        for focused in CustomerField.readingOrder {
            let seen = CustomerField.readingOrder.map { field in
                driver.screen.contains { $0.hasPrefix(" " + field.label) }
            }
            let shown = seen.indices.filter { seen[$0] }
            #expect(shown.contains(CustomerField.readingOrder.firstIndex(of: focused) ?? -1), "\(driver.text)")
            #expect(driver.text.contains("▲") == (seen.first == false), "\(driver.text)")
            #expect(driver.text.contains("▼") == (seen.last == false), "\(driver.text)")
            driver.press(.tab)
        }
    }

    @Test("A word that is longer than a line goes on in the next, and loses nothing")
    func longWord() {
        var driver = loaded(rows: 12, columns: 40)
        driver.press(.character("r"))
        let word = String(repeating: "0123456789", count: 6)
        driver.loseLink("No such host: \(word)")
        #expect(driver.screen[8...10] == [" No such host:", " " + word.prefix(38), " " + word.suffix(22)])
    }

    @Test("At 40 columns the form and a long status share the screen")
    func form() {
        var driver = loaded(rows: 15, columns: 40)
        driver.press(.character("n"))
        driver.update(.draftNotKept(reason: "could not create a file (No space left on device)."))
        #expect(
            driver.screen == [
                " acme-prod           ● online   queue 0",
                "",
                " New customer",
                " Name",
                " Email",
                " Phone",
                " Company",
                " Address",
                " Tags",
                "",
                "",
                " The form is not kept on disk: could",
                " not create a file (No space left on",
                " device).",
                " Ctrl-S save  Esc leave  Tab next field",
            ])
        driver.resize(rows: 17, columns: 40)
        #expect(
            driver.screen[12...] == [
                "",
                " The form is not kept on disk: could",
                " not create a file (No space left on",
                " device).",
                " Ctrl-S save  Esc leave  Tab next field",
            ])
    }
}

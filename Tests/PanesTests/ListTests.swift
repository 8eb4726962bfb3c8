import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("The list")
struct ListTests {
    @Test("Before the first answer the screen says that it is loading")
    func loading() {
        let driver = AppDriver()
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
        #expect(driver.status == "Loading…")
        #expect(driver.screen[0].hasSuffix("○ connecting   queue 0"))
    }

    @Test("A narrow screen shows the list alone")
    func narrow() {
        let driver = loaded(rows: 10)
        #expect(
            driver.screen == [
                " Customers · acme-prod                         3 customers   ● online   queue 0",
                "",
                "   Name ↑                    Email                          Phone",
                " ▸ Anna Smith                anna.smith@example.com         +1 555 0100",
                "   Bao Smith                 bao@example.org                –",
                "   Carla Jones               carla.jones@example.com        +1 555 0100",
                "",
                "",
                "",
                " ? help  / search  ⏎ open  e edit  n new  D delete  u undo  Q queue  q quit",
            ])
    }

    @Test("A wide screen shows list and detail side by side")
    func wide() {
        let driver = loaded(rows: 10, columns: 110)
        #expect(
            driver.screen == [
                " Customers · acme-prod                                                       3 customers   ● online   queue 0",
                "",
                "   Name ↑               Email                   Phone            │   Name     Anna Smith",
                " ▸ Anna Smith           anna.smith@example.com  +1 555 0100      │   Email    anna.smith@example.com",
                "   Bao Smith            bao@example.org         –                │   Phone    +1 555 0100",
                "   Carla Jones          carla.jones@example.com +1 555 0100      │   Company  –",
                "                                                                 │   Address  12 Main St",
                "                                                                 │            Springfield                    ↓",
                "",
                " ? help  / search  ⏎ open  e edit  n new  D delete  u undo  Q queue  q quit  : commands  y copy  s sort",
            ])
    }

    @Test("Without Unicode the same screen is drawn in ASCII")
    func ascii() {
        let driver = loaded(rows: 10, isUnicode: false)
        #expect(driver.text.utf8.allSatisfy { $0 < 0x80 })
        #expect(driver.screen[3].hasPrefix(" > Anna Smith"))
        #expect(driver.status.contains("ASCII only"))
    }

    @Test("The next page is asked for when the end comes near, and only once")
    func endless() {
        var driver = AppDriver()
        let first = (1...200).map { Customer.named("A \(String(1_000 + $0))", $0) }
        driver.answer(page: first, next: ListQuery(limit: 200, cursor: "c1"))
        #expect(driver.calls.isEmpty)
        for _ in 0..<6 { driver.press(.pageDown) }
        #expect(driver.calls.isEmpty)
        for _ in 0..<3 { driver.press(.pageDown) }
        #expect(driver.calls == [.list(ListQuery(limit: 500, cursor: "c1"))])
        driver.press(.pageDown, .pageDown)
        #expect(driver.calls.count == 1)
        driver.answer(page: [Customer.named("B", 300)])
        #expect(driver.screen[0].contains("201 customers"))
        driver.press(.character("G"))
        #expect(driver.selected == "B")
    }

    @Test("An exact total is shown only when it is known")
    func total() {
        var driver = AppDriver()
        driver.answer(page: (1...200).map { .named("A \($0)", $0) }, next: ListQuery(limit: 200, cursor: "c"))
        #expect(driver.screen[0].contains("200 loaded"))
    }

    @Test("The end of the list says that more follow only as long as they do")
    func lastRow() {
        var driver = AppDriver()
        driver.answer(page: (1...200).map { .named("A \($0)", $0) }, next: ListQuery(limit: 200, cursor: "c"))
        driver.press(.character("G"))
        #expect(driver.status.contains("more follow"))
        driver.answer(page: [.named("B", 300)])
        #expect(!driver.status.contains("more follow"), "the last page has come meanwhile")
        driver.press(.character("G"))
        #expect(driver.selected == "B")
        #expect(!driver.status.contains("more follow"))
        driver.press(.character("r"), .character("G"))
        #expect(!driver.status.contains("more follow"), "while all is asked for again, all is here still")
        #expect(driver.screen[0].contains("201 customers"))
        driver.loseLink()
        driver.press(.character("G"))
        #expect(!driver.status.contains("more follow"))
    }

    @Test("No column of the list goes when the screen grows")
    func columns() {
        var shown = 0
        for columns in 20...260 {
            let list = Layout(Size(rows: 24, columns: columns), showsSearch: false).list.size.columns
            let fields = ColumnLayout(.standard, width: list).spans.count
            #expect(fields >= shown, "\(columns) columns")
            shown = fields
        }
        #expect(shown == Self.listed.count)
        let driver = loaded(columns: 100)
        #expect(driver.screen[3].prefix(59).contains("+1 555 0100"))
    }

    private static let listed = CustomerField.allCases.filter { $0.spec.isListed || $0.spec.isListedWhereWide }

    @Test("Where there is room the list has every field that is declared as listed, in the order of the fields")
    func listedFields() {
        let headings = loaded(columns: 260).screen[2].prefix { $0 != "│" }.split(
            separator: " ", omittingEmptySubsequences: true)
        #expect(
            headings.filter { $0 != "↑" }.joined(separator: " ")
                == Self.listed.map(\.label).joined(separator: " "))
    }

    @Test("Moving stays within the rows")
    func bounds() {
        var driver = loaded()
        driver.press(.up)
        #expect(driver.selected == anna.name)
        driver.press(.down, .character("j"), .down, .down)
        #expect(driver.selected == carla.name)
        driver.press(.home)
        #expect(driver.selected == anna.name)
    }

    @Test("Beside the list the detail follows once the keys pause")
    func detailFollows() {
        var driver = loaded(columns: 120)
        driver.press(.down)
        #expect(driver.side.first == "Name     Anna Smith")
        #expect(driver.timers[.detailPause] == 120)
        driver.fire(.detailPause)
        #expect(driver.side.first == "Name     Bao Smith")
        #expect(driver.calls.isEmpty)
    }

    @Test("The order by name can be turned at any time, other columns once everything is here")
    func sort() {
        var driver = AppDriver()
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        #expect(driver.calls == [.list(ListQuery(limit: 500, cursor: "c"))])
        driver.press(.character("s"))
        #expect(driver.calls == [.list(ListQuery(limit: 200, sort: .nameDescending))])
        driver.answer(page: [carla, bao, anna])
        #expect(driver.names == [carla.name, bao.name, anna.name])
        driver.press(.character("s"))
        #expect(driver.calls.isEmpty)
        #expect(driver.status == "Sorted by last change, latest first.")
        #expect(driver.text.contains("Name (Changed ↓)"), "the column is not in sight")
        for _ in 0..<4 { driver.press(.character("s")) }
        #expect(driver.text.contains("Email ↑"))
        driver.press(.character("s"))
        #expect(driver.text.contains("Email ↓") && driver.names == [carla.name, bao.name, anna.name])
    }

    @Test("In the order of phones those who have none come last")
    func sortByPhone() {
        var driver = AppDriver()
        driver.answer(page: [.named("Ann", 1, phone: "3"), .named("Ben", 2, phone: nil), .named("Cid", 3, phone: "1")])
        for _ in 0..<8 { driver.press(.character("s")) }
        #expect(driver.status == "Sorted by phone, from the start.")
        #expect(driver.names == ["Cid", "Ann", "Ben"])
    }

    @Test("A refresh keeps the selected customer selected")
    func refresh() {
        var driver = loaded()
        driver.press(.down, .character("r"))
        driver.answer(page: [.named("Aaron", 9), anna, bao, carla])
        #expect(driver.selected == bao.name)
    }

    @Test("A page that fails says so, and the API's return asks for it again; nothing else is asked meanwhile")
    func failure() {
        var driver = AppDriver()
        driver.loseLink()
        #expect(driver.status == "The API cannot be reached.")
        #expect(driver.screen[0].hasSuffix("○ offline since 10:00 UTC   queue 0"))
        driver.rest(seconds: 60)
        #expect(driver.calls.isEmpty)
        driver.report(driver.connection.state, isProbing: true)
        #expect(driver.screen[0].hasSuffix("○ offline since 10:00 UTC   queue 0"))
        driver.report(.online)
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
        driver.answer(page: [anna])
        #expect(driver.screen[0].hasSuffix("● online   queue 0"))
    }

    @Test("Where nothing is configured and nobody answers, an empty list says what to do first")
    func firstSteps() {
        let text =
            "Nothing is configured yet: customers init asks for the API's address and how you sign in, tries both."
        var driver = AppDriver(rows: 12, columns: 60, firstSteps: text)
        #expect(!driver.text.contains("customers init"))
        driver.loseLink()
        #expect(
            driver.screen[3...5] == [
                "   Nothing is configured yet: customers init asks for the",
                "   API's address and how you sign in, tries both.", "",
            ])
        #expect(driver.status == "The API cannot be reached.")
        driver.report(.online)
        driver.answer(page: [anna])
        #expect(!driver.text.contains("customers init"))
    }

    @Test("A page that fails while all else is answered is asked for again within a minute")
    func failureAlone() {
        var driver = loaded()
        driver.press(.character("r"))
        driver.answer(.failure(Failure(.other, "The API did not answer in time.")))
        #expect(driver.status == "The API did not answer in time." && driver.screen[0].contains("● online"))
        driver.rest(seconds: 60)
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
    }

    @Test("A page that failed is not asked for again while the API wants to be left alone, but right after it")
    func failureInPause() {
        var driver = loaded()
        driver.press(.character("r"))
        driver.answer(.failure(Failure(.other, "Too many requests.")))
        driver.report(.online, pause: .init(until: driver.now.advanced(bySeconds: 90), message: "The API is busy."))
        driver.rest(seconds: 60)
        driver.press(.down)
        #expect(driver.calls.isEmpty)
        driver.report(.online)
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
    }

    @Test("A cursor that the server has forgotten leads back to the first page")
    func badCursor() {
        var driver = AppDriver()
        driver.answer(page: [anna], next: ListQuery(limit: 200, cursor: "old"))
        #expect(driver.calls == [.list(ListQuery(limit: 500, cursor: "old"))])
        driver.refuse(Problem(.badCursor, "The cursor is not valid."))
        #expect(driver.calls == [.list(ListQuery(limit: 200))])
    }

    @Test("Pages that lead back to one that was read are an error, and r asks anew")
    func circle() {
        var driver = AppDriver()
        driver.answer(page: [anna], next: ListQuery(limit: 200, cursor: "c"))
        driver.answer(page: [bao], next: ListQuery(limit: 500, cursor: "c"))
        #expect(driver.status.contains("without an end") && driver.calls.isEmpty)
        driver.press(.character("r"))
        driver.answer(page: [anna], next: ListQuery(limit: 200, cursor: "c"))
        driver.answer(page: [bao])
        #expect(driver.status == "" && driver.screen[0].contains("2 customers"))
    }

    @Test("The orders of moments are the server's where it has them; otherwise they wait for all rows")
    func serverOrders() {
        var driver = AppDriver()
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        driver.press(.character("s"))
        driver.answer(page: [bao], next: ListQuery(limit: 200, sort: .nameDescending, cursor: "d"))
        driver.press(.character("s"))
        #expect(driver.calls == [.list(ListQuery(limit: 200))], "this server has the orders of names alone")
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "c"))
        driver.update(.capabilitiesKnown([.orders]))
        driver.press(.character("s"), .character("s"))
        #expect(driver.calls == [.list(ListQuery(limit: 200, sort: .changedDescending))])
        driver.answer(page: [carla, anna])
        #expect(driver.names == [carla.name, anna.name])
        #expect(driver.status.hasPrefix("Sorted by last change, latest first."))
    }

    @Test("Empty pages without an end are an error, in the list and in a search", arguments: [false, true])
    func endless(isSearch: Bool) {
        var driver = AppDriver()
        if isSearch {
            driver.answer(page: [anna])
            driver.press(.character("/"))
            driver.type("zo")
            driver.fire(.searchPause)
        }
        var pages = 0
        while case .list(let query)? = driver.calls.last, pages < 2_000 {
            pages += 1
            driver.answer(page: [], next: ListQuery(limit: 500, search: query.search, cursor: "c\(pages)"))
        }
        // A search pauses long before, and the person has it go on or not.
        #expect(pages == (isSearch ? FruitlessPages.maximum : PageTrail.maximumFruitlessPages))
        #expect(driver.status.contains(isSearch ? "Enter goes on" : "without an end"), "\(driver.status)")
    }

    @Test("Copying a customer from the list sends the email")
    func copy() {
        var driver = loaded()
        driver.press(.character("y"))
        #expect(driver.effects == [.copy("anna.smith@example.com")])
        driver.update(.copied(.sent))
        #expect(driver.status.contains("Sent"))
    }

    @Test("What is copied can be pasted into a shell: no control character goes along, and no line's end")
    func copyWithoutControls() {
        var driver = AppDriver()
        driver.answer(page: [.named("Anna Smith", 1, email: "anna\u{1B}[201~\r\n;id\n@example.com\u{9B}\u{7}")])
        driver.press(.character("y"))
        #expect(driver.effects.last == .copy("anna[201~;id@example.com"))
    }

    @Test("The list begins at its top, no matter who had a row before the first page came")
    func beginsAtTheTop() throws {
        var driver = AppDriver()
        driver.enter(.numbered(9), .create(NewCustomer(try CustomerDetails(name: "Bert", email: "bert@example.com"))))
        #expect(driver.names == ["Bert"])
        driver.answer(page: [anna, bao, carla])
        #expect(driver.names == [anna.name, bao.name, "Bert", carla.name])
        #expect(driver.selected == anna.name)
        driver.press(.down)
        driver.enter(.numbered(10), .create(NewCustomer(try CustomerDetails(name: "Aaron", email: "aa@example.com"))))
        #expect(driver.selected == bao.name, "later it stays on its customer")
    }

    @Test("In another order it begins at that order's first, not with the customers this machine knows")
    func otherOrderBeginsAtTheTop() throws {
        var driver = AppDriver()
        let next = ListQuery(sort: .name, cursor: "next")
        driver.answer(page: [anna, bao], next: next)
        driver.press(.down, .character("s"))
        driver.recall([bao, anna])
        driver.answer(page: [carla, bao], next: next)
        #expect(driver.names.first == carla.name && driver.selected == carla.name)
    }

    @Test("No row stays empty while customers are above the edge")
    func fillsTheScreen() {
        var listing = Listing(order: .name)
        listing.replace((1...30).map { CustomerID.numbered($0) }, visibleRows: 10)
        listing.select(29, visibleRows: 10)
        #expect(listing.top == 20)
        listing.replace((1...30).filter { $0 % 3 == 0 }.map { CustomerID.numbered($0) }, visibleRows: 10)
        #expect(listing.top == 0)
    }
}

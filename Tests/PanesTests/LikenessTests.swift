import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

private let annaBerg = Customer.named("Anna Berg", 11, email: "anna@acme.test", phone: "+49 30 1234567")
private let baoLi = Customer.named("Bao Li", 12, email: "bao@b.test", phone: "+49 30 7654321")
private let open = Key.character("=")
private let dismiss = Key.character("!")

/// A directory of two, with a form for a new customer in which a name and a number were typed.
private func typing(_ phone: String = "030 1234567", columns: Int = 80) -> AppDriver {
    var driver = AppDriver(columns: columns)
    driver.answer(page: [annaBerg, baoLi])
    driver.recall([annaBerg, baoLi])
    driver.press(.character("n"))
    driver.type("Caller")
    driver.press(.tab, .tab)
    driver.type(phone)
    return driver
}

/// The lookups from this machine of who may be the same.
extension AppDriver {
    fileprivate var lookups: [LocalQuery] {
        recalls.map(\.query).filter { if case .duplicates = $0.subject { true } else { false } }
    }

    /// Answers all of them, the last with these customers.
    fileprivate mutating func find(_ customers: [Customer]) {
        while recalls.count > 1 { recall([]) }
        recall(customers)
    }
}

@Suite("Who may be the same, while one types")
struct FormLikenessTests {
    @Test("Who has the number that is typed is named below it, from this machine, and saving is not prevented")
    func phone() throws {
        var driver = typing()
        #expect(driver.lookups.count == 3, "from the seventh digit on, each")
        driver.find([annaBerg])
        #expect(driver.lines.contains("          Same phone: Anna Berg; Ctrl-G opens"))
        #expect(driver.focusedField == .phone && driver.place == .form)
        driver.press(.backspace)
        #expect(!driver.text.contains("Same phone"))
        driver.type("7")
        #expect(driver.text.contains("Same phone: Anna Berg"), "whoever was named once is named again at once")
        driver.press(.control("s"))
        #expect(driver.changes.count == 1)
    }

    @Test("A late answer to what was typed before is not shown, and one of another form's neither")
    func late() throws {
        var driver = typing()
        let first = try #require(driver.recalls.first?.id)
        let seen = LocalPage(customers: [SeenCustomer(annaBerg, seenAt: driver.now)], hasMore: false)
        driver.update(.recalled(first, seen))
        #expect(!driver.text.contains("Same phone"))
        driver.report(.online)
        driver.press(.backspace)
        driver.type("7")
        let asks = driver.fire(.likenessPause)
        #expect(asks)
        let request = try #require(driver.open.last)
        driver.press(.escape, .character("y"), .character("n"))
        driver.type("Other")
        let page = CustomerPage(customers: [annaBerg], next: nil)
        driver.update(.answered(request.id, .success(.page(page))))
        #expect(!driver.text.contains("Anna Berg") && driver.typed(.name) == "Other")
    }

    @Test("Online without a copy the server is asked once typing pauses, for each text once")
    func server() {
        var driver = typing()
        driver.report(.online)
        #expect(driver.open.isEmpty)
        driver.type("0")
        driver.press(.backspace)
        let asks = driver.fire(.likenessPause)
        #expect(asks)
        #expect(driver.calls == [.list(ListQuery(limit: 50, search: "301234567"))])
        driver.answer(page: [annaBerg, baoLi])
        #expect(driver.text.contains("Same phone: Anna Berg; Ctrl-G opens"))
        driver.type("0")
        driver.press(.backspace)
        let asksAgain = driver.fire(.likenessPause)
        #expect(!asksAgain, "what was asked once is known")
        driver.update(.replicaChanged(.whole(2)))
        driver.type("9")
        #expect(driver.timers[.likenessPause] == nil, "everybody is here")
    }

    @Test("Who is only in the queue yet is named, too, and who is being deleted is not")
    func queued() throws {
        var driver = typing("030 123456")
        let details = try CustomerDetails(name: "Quinn", email: nil, phone: "+49 30 1234567")
        driver.enter(.numbered(50), .create(NewCustomer(details)))
        driver.type("7")
        #expect(driver.text.contains("Same phone: Quinn; Ctrl-G opens"))
        driver.enter(annaBerg.id, .delete(base: annaBerg.details, version: 1))
        driver.find([annaBerg])
        #expect(driver.text.contains("Same phone: Quinn; Ctrl-G opens"))
    }

    @Test("Of somebody who is edited only what is new is told: their likes were named in the details")
    func edit() {
        let cid = Customer.named("Cid", 13, email: "cid@c.test", phone: "+49 30 1234567")
        var driver = AppDriver()
        driver.answer(page: [annaBerg, baoLi, cid])
        driver.press(.character("e"))
        driver.type("!")
        driver.find([cid])
        #expect(!driver.text.contains("Same phone"))
        driver.press(.tab, .tab, .control("u"))
        driver.type("030 7654321")
        driver.find([baoLi, cid])
        #expect(driver.text.contains("Same phone: Bao Li; Ctrl-G opens"))
    }

    @Test("The key goes there, and what was typed is kept and offered again")
    func jump() throws {
        var driver = typing()
        driver.find([annaBerg])
        driver.clearEffects()
        driver.press(.control("g"))
        #expect(driver.place == .detail && driver.text.contains("anna@acme.test"))
        #expect(driver.status == "What was typed is kept; n or e offers it once more; so does the next start.")
        #expect(!driver.effects.contains { if case .background(.dropDraft) = $0 { true } else { false } })
        driver.press(.character("n"))
        #expect(driver.text.contains("Go on with the unfinished form?"))
        driver.press(.character("y"))
        #expect(driver.typed(.name) == "Caller" && driver.typed(.phone) == "030 1234567")
        driver.find([annaBerg])
        driver.press(.function(3))
        #expect(driver.place == .detail)
    }

    @Test("Of a form without a change nothing is kept, and without anybody the key says so")
    func nobody() {
        var driver = loaded()
        driver.press(.character("e"), .control("g"))
        #expect(driver.place == .form && driver.status == "No likely duplicates found.")
    }

    @Test("Who has the email that the server refuses is gone to by the same key")
    func taken() {
        var driver = typing("030 9999991")
        driver.press(.backTab)
        driver.type("bao@b.test")
        driver.press(.control("s"))
        driver.reject(Problem(.emailTaken, "Taken.", owner: baoLi.id))
        #expect(driver.text.contains("is used by Bao Li already; Ctrl-G opens"))
        driver.press(.control("g"))
        #expect(driver.place == .detail && driver.text.contains("bao@b.test"))
        driver.press(.character("n"), .character("y"))
        #expect(driver.typed(.email) == "bao@b.test" && driver.typed(.name) == "Caller")
    }

    @Test("A long name breaks into lines, and nothing stands outside of 80 columns or on a small screen")
    func long() {
        let long = Customer.named(
            String(repeating: "Maximiliana ", count: 8) + "M", 14, email: "m@m.test", phone: "030 1234567")
        var driver = typing()
        driver.find([long, annaBerg])
        #expect(driver.text.contains("Same phone: Anna Berg and 1 other; Ctrl-G opens"))
        driver.update(.changed([.deleted(Tombstone(id: annaBerg.id, deletedAt: driver.now, version: 2))]))
        #expect(driver.text.contains("Same phone: Maximiliana"))
        for rows in 4...24 {
            driver.resize(rows: rows, columns: 80)
            #expect(driver.screen.allSatisfy { $0.count <= 80 } && driver.cursor != nil)
        }
    }
}

@Suite("Who may be the same, in the details")
struct DetailLikenessTests {
    /// The details of Anna Berg, opened where the server can say who may be the same.
    private func opened(_ capabilities: Set<Capability> = [.duplicates]) -> AppDriver {
        var driver = AppDriver()
        driver.answer(page: [annaBerg, baoLi])
        driver.report(.online)
        driver.update(.capabilitiesKnown(capabilities))
        driver.press(.enter)
        return driver
    }

    /// The same once it was said that Bao Li may be.
    private func answered() -> AppDriver {
        var driver = opened()
        driver.answer(.success(.notModified(version: 1)))
        driver.answer(.success(.duplicates(DuplicatesJSON([Duplicate(baoLi, by: .phone)]))))
        return driver
    }

    @Test("The server is asked once, and its answer is shown below all else")
    func ask() {
        var driver = opened()
        #expect(driver.calls.contains(.duplicates(annaBerg.id)) && driver.calls.count == 2)
        driver = answered()
        #expect(
            driver.text.contains(
                " ≈ Perhaps the same as Bao Li, same phone. = opens, ! says that they are not."))
        #expect(driver.place == .detail && driver.calls.isEmpty)
        driver.press(.down, .up)
        #expect(!driver.calls.contains(.duplicates(annaBerg.id)))
    }

    @Test("Without a server that can say, and when it fails, this machine is asked")
    func local() throws {
        var driver = opened([])
        #expect(driver.lookups.count == 1)
        driver.find([baoLi.changed(.phone, to: "030 1234567")])
        #expect(driver.text.contains("Perhaps the same as Bao Li, same phone."))
        driver = opened()
        driver.answer(.success(.notModified(version: 1)))
        #expect(driver.lookups.isEmpty)
        driver.refuse(Problem(.unavailable, "No."))
        #expect(driver.lookups.count == 1)
    }

    @Test("A late answer about somebody else changes nothing")
    func late() throws {
        var driver = opened()
        let request = try #require(driver.open.last)
        driver.press(.escape, .down, .enter)
        driver.update(
            .answered(request.id, .success(.duplicates(DuplicatesJSON([Duplicate(annaBerg, by: .phone)])))))
        #expect(!driver.text.contains("Perhaps") && driver.text.contains("bao@b.test"))
    }

    @Test("= goes to the first and 2= to the second; < comes back")
    func jump() {
        let cid = Customer.named("Cid", 13, email: "cid@c.test", phone: "030 1234567")
        var driver = opened()
        driver.answer(.success(.notModified(version: 1)))
        driver.answer(
            .success(.duplicates(DuplicatesJSON([Duplicate(baoLi, by: .phone), Duplicate(cid, by: .name)]))))
        #expect(driver.text.contains("Bao Li, same phone; Cid, same name"))
        var second = driver
        driver.press(open)
        #expect(driver.place == .detail && driver.text.contains("bao@b.test"))
        driver.press(.character("<"))
        #expect(driver.place == .detail && driver.text.contains("anna@acme.test"))
        second.press(.character("2"), open)
        #expect(second.text.contains("cid@c.test"))
    }

    @Test("! has the server remember that they are not the same; then it is not said any more")
    func dismissing() {
        var driver = answered()
        driver.clearEffects()
        driver.press(dismiss)
        #expect(driver.effects.isEmpty && driver.text.contains("Not the same person?"))
        driver.press(.character("n"), dismiss, .character("y"))
        let pair = CustomerPair(annaBerg.id, baoLi.id)
        #expect(driver.effects.contains(.background(.dismiss(pair))))
        #expect(driver.text.contains("Perhaps"), "it is remembered once the server says so")
        driver.update(.dismissed(pair, failure: Failure(.other, "The API cannot be reached.")))
        #expect(driver.status == "Not remembered: The API cannot be reached." && driver.text.contains("Perhaps"))
        driver.update(.dismissed(pair, failure: nil))
        #expect(
            driver.status == "Remembered: Anna Berg and Bao Li are not the same." && !driver.text.contains("Perhaps"))
        driver.press(open)
        #expect(driver.status == "No likely duplicates found.")
    }

    @Test("Away from the API, ! says that it needs it")
    func offline() {
        var driver = answered()
        driver.goOffline()
        driver.clearEffects()
        driver.press(dismiss)
        #expect(driver.status.hasPrefix("This needs the API, which cannot be reached"))
        #expect(driver.effects.isEmpty)
    }

    @Test("A read-only session says who may be the same, and offers no key that changes it")
    func readOnly() {
        var driver = AppDriver(isReadOnly: true)
        driver.answer(page: [annaBerg, baoLi])
        driver.press(.enter)
        driver.find([baoLi.changed(.phone, to: "030 1234567")])
        #expect(driver.text.contains("Perhaps the same as Bao Li, same phone. = opens."))
        driver.clearEffects()
        driver.press(dismiss)
        #expect(driver.effects.isEmpty)
    }

    @Test("Masked, no value is shown")
    func masked() {
        var driver = answered()
        driver.press(.character("m"))
        #expect(driver.isMasked && driver.text.contains("Perhaps the same as Bao Li, same phone"))
        #expect(!driver.text.contains("7654321") && !driver.text.contains("1234567"))
    }
}

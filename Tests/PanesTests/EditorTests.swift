import Domain
import Screen
import Testing

@testable import Panes

@Suite("The address in the person's editor")
struct EditorTests {
    private func inAddress() -> AppDriver {
        var driver = loaded(columns: 120)
        driver.press(.character("e"))
        for _ in 0..<8 where driver.focusedField != .address { driver.press(.tab) }
        driver.clearEffects()
        return driver
    }

    private func request(_ driver: AppDriver) -> EditorRequest? {
        driver.effects.lazy.compactMap { if case .terminal(.edit(let request)) = $0 { request } else { nil } }.last
    }

    private func finish(_ driver: inout AppDriver, _ outcome: EditorResult.Outcome) throws {
        driver.update(.edited(EditorResult(try #require(request(driver)), outcome)))
    }

    @Test("Alt-e and F4 hand over what stands in the field", arguments: [Key.alt("e"), .function(4)])
    func opens(_ key: Key) {
        var driver = inAddress()
        driver.press(key)
        #expect(request(driver)?.text == "12 Main St\nSpringfield" && request(driver)?.target.name == "address")
    }

    @Test("What was written is in the form, kept on disk, and not saved by itself")
    func written() throws {
        var driver = inAddress()
        driver.press(.alt("e"))
        try finish(&driver, .written("1 Elm St\r\nShelbyville\n\n"))
        #expect(driver.typed(.address)?.hasPrefix("1 Elm St\nShelbyville") == true && driver.focusedField == .address)
        #expect(driver.status == "The address is from the editor; Ctrl-S saves it." && driver.changes.isEmpty)
        #expect(driver.effects.contains { if case .background(.keepDraft) = $0 { true } else { false } })
        // As what was cleared, the old value can be put back.
        driver.press(.control("u"), .control("y"))
        #expect(driver.typed(.address)?.hasPrefix("1 Elm St") == true)
    }

    @Test("A value that breaks the rule stands in the form with its reason")
    func broken() throws {
        var driver = inAddress()
        driver.press(.alt("e"))
        try finish(&driver, .written(String(repeating: "long ", count: 400)))
        #expect(driver.text.contains("characters at most"))
        #expect(
            driver.status
                == "The address must have 500 characters at most, not 1999. It is in the form; Alt-e opens what you wrote."
        )
        driver.press(.control("s"))
        #expect(driver.status == "Not saved: one field needs correcting.")
    }

    @Test("More than any field takes is refused when the editor ends, and is there when it is opened again")
    func tooLong() throws {
        var driver = inAddress()
        driver.press(.alt("e"))
        try finish(&driver, .written(String(repeating: "x", count: 1_000_000)))
        #expect(
            driver.status
                == "The address must have 500 characters at most, not 1000000. "
                + "The form has it as it was; Alt-e opens what you wrote.")
        #expect(driver.typed(.address)?.hasPrefix("12 Main St") == true)
        driver.press(.alt("e"))
        #expect(request(driver)?.text.count == 1_000_000)
        try finish(&driver, .written("1 Elm St\n"))
        #expect(driver.typed(.address)?.hasPrefix("1 Elm St") == true)
        driver.press(.alt("e"))
        #expect(request(driver)?.text == "1 Elm St")
    }

    @Test("Unchanged or failed, it leaves everything as it was")
    func unchanged() throws {
        var driver = inAddress()
        driver.press(.alt("e"))
        try finish(&driver, .written("12 Main St\nSpringfield\n"))
        #expect(driver.status == "The address is as it was.")
        driver.press(.alt("e"))
        try finish(&driver, .failed("vi ended with status 1."))
        #expect(driver.status == "The address is as it was: vi ended with status 1.")
        #expect(!driver.effects.contains { if case .background(.keepDraft) = $0 { true } else { false } })
        driver.press(.escape)
        #expect(driver.place == .detail || driver.place == .list)
    }

    @Test("Only a field of several lines opens; a session that changes nothing has no form, and so no editor")
    func elsewhere() {
        var driver = loaded()
        driver.press(.character("e"), .alt("e"))
        #expect(request(driver) == nil && driver.status == "Only address opens in the editor; go there first.")
        #expect(AppEnvironment(title: "", isReadOnly: true).offeredRows(in: .form).isEmpty)
    }

    @Test("Nothing is locked while the editor has the screen, and the time begins anew afterwards")
    func idle() throws {
        var driver = AppDriver(columns: 120, lockMilliseconds: 60_000)
        driver.answer(page: [anna])
        driver.press(.character("e"))
        for _ in 0..<8 where driver.focusedField != .address { driver.press(.tab) }
        driver.press(.alt("e"))
        driver.now = driver.now.advanced(bySeconds: 900)
        driver.fire(.idle)
        #expect(!driver.effects.contains(.terminal(.lock)))
        try finish(&driver, .failed("x"))
        #expect(driver.timers[.idle] == 60_000)
        driver.now = driver.now.advanced(bySeconds: 60)
        driver.fire(.idle)
        #expect(driver.effects.contains(.terminal(.lock)))
    }
}

import Domain
import Screen
import Testing

@testable import Panes

@Suite("What passers-by may read")
struct MaskingTests {
    @Test("Of an email its domain is left, of a phone its last four digits, of an address nothing")
    func screen() {
        var driver = loaded(rows: 10, columns: 120)
        driver.press(.character("m"))
        #expect(driver.screen[3].hasPrefix(" ▸ Anna Smith             ***@example.com"))
        #expect(driver.screen[3].contains(" *** 0100 "))
        let values = [
            "Name     Anna Smith", "Email    ***@example.com", "Phone    *** 0100", "Company  –", "Address  ***",
        ]
        #expect(driver.side.prefix(5) == values[...])
    }

    @Test(
        "The last four digits are left however the number is written, and what is beside them is not",
        arguments: [
            ("+1 555 0100", "*** 0100"), ("+49 (0)30 12-34 5", "*** 2345"), ("0301234x56", "*** 1234"),
            ("123", "*** 123"),
        ])
    func phones(_ phone: String, _ masked: String) {
        #expect(Masking.masked(phone, of: .phone) == masked)
    }

    @Test("After the lock's time the terminal is lent once, with everything masked, and it stays masked afterwards")
    func lock() {
        var driver = AppDriver(columns: 120, lockMilliseconds: 15 * 60_000)
        driver.now = driver.now.advanced(bySeconds: 300)
        driver.fire(.idle)
        #expect(driver.isMasked && !driver.effects.contains(.terminal(.lock)))
        #expect(driver.timers[.idle] == 600_000)
        for _ in 0..<2 {
            driver.now = driver.now.advanced(bySeconds: 600)
            driver.fire(.idle)
        }
        #expect(driver.effects.filter { $0 == .terminal(.lock) }.count == 1)
        driver.update(.unlocked(failure: nil))
        #expect(driver.isMasked && driver.timers[.idle] == 300_000)
        // The time counts anew from there.
        driver.now = driver.now.advanced(bySeconds: 900)
        driver.fire(.idle)
        #expect(driver.effects.filter { $0 == .terminal(.lock) }.count == 2)
    }

    @Test("A lock that fails is said, and the screen is masked all the same; a key before its time puts it off")
    func failedLock() {
        var driver = AppDriver(columns: 120, lockMilliseconds: 60_000)
        #expect(driver.timers[.idle] == 60_000)
        driver.now = driver.now.advanced(bySeconds: 59)
        driver.press(.down)
        driver.now = driver.now.advanced(bySeconds: 59)
        driver.fire(.idle)
        #expect(!driver.effects.contains(.terminal(.lock)) && driver.timers[.idle] == 1_000)
        driver.now = driver.now.advanced(bySeconds: 1)
        driver.fire(.idle)
        #expect(driver.effects.contains(.terminal(.lock)) && driver.isMasked)
        driver.update(.unlocked(failure: "vlock (lock_command) cannot be started."))
        #expect(driver.isMasked && driver.text.contains("not locked, only masked: vlock"))
    }
}

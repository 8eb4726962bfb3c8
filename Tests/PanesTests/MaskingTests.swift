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
        #expect(driver.side.prefix(4) == ["Anna Smith", "***@example.com", "*** 0100", "***"])
    }

    @Test(
        "The last four digits are left however the number is written, and what is beside them is not",
        arguments: [
            ("+1 555 0100", "*** 0100"), ("+49 (0)30 12-34 5", "*** 2345"), ("0301234x56", "*** 3456"),
            ("123", "*** 123"),
        ])
    func phones(_ phone: String, _ masked: String) {
        #expect(Masking.masked(phone, of: .phone) == masked)
    }
}

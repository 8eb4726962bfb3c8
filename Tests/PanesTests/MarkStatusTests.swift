import Screen
import Testing

@testable import Panes

@Suite("How many are marked")
struct MarkStatusTests {
    @Test("Is said before whatever else the status line says, for keys are about them")
    func status() {
        var driver = loaded(rows: 6)
        driver.press(.character(" "))
        driver.update(.journalFound(["The journal was cut."]))
        #expect(driver.status.hasPrefix("1 marked · The journal was cut."), "\(driver.text)")
        driver.press(.character("5"))
        #expect(driver.status.hasPrefix("1 marked · 5, before a movement"), "\(driver.text)")
    }
}

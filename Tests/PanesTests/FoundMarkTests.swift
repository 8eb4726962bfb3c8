import Domain
import Screen
import Testing

@testable import Panes

@Suite("What a search finds is underlined")
struct FoundMarkTests {
    /// What is underlined in a row of the screen.
    private func marked(_ driver: AppDriver, row: Int = 3) -> String {
        driver.grid.row(row).map { cell in
            cell.style.attributes.contains(.underline) ? cell.scalar.map(String.init) ?? "" : " "
        }.joined().split(separator: " ").joined(separator: " ")
    }

    private func found(_ customer: Customer, by text: String) -> AppDriver {
        var driver = AppDriver()
        driver.answer(page: [customer])
        driver.press(.character("/"))
        driver.type(text)
        return driver
    }

    @Test(
        "Beginnings of words, as they are written",
        arguments: [
            ("mu", "Mü mu"), ("mueller", "Müller mueller"), ("muller", "Müller"), ("obrien", "O'Brien"),
            ("anna o", "O Anna o"), ("0100", "0100"), ("+1555", "+1555"), ("example", "example"),
        ])
    func words(typed: String, underlined: String) {
        let customer = Customer.named("Anna O'Brien Müller", 1, email: "mueller@example.org", phone: "+1 555 0100")
        let driver = found(customer, by: typed)
        let expected = Set(underlined.split(separator: " ").joined().unicodeScalars)
        #expect(driver.names == [customer.name])
        #expect(!marked(driver).isEmpty)
        #expect(Set(marked(driver).unicodeScalars).subtracting([" "]).isSubset(of: expected), "\(marked(driver))")
    }

    @Test("Nothing is where nothing is looked for, nor what is masked")
    func nothing() {
        var driver = found(anna, by: "smith")
        #expect(marked(driver) == "Smith smith")
        driver.press(.enter, .character("m"))
        #expect(marked(driver) == "Smith")
        driver.press(.escape)
        #expect((0..<24).allSatisfy { marked(driver, row: $0).isEmpty })
    }

    @Test("In the details, too")
    func details() {
        var driver = found(anna, by: "smi")
        driver.press(.enter, .enter)
        #expect(driver.place == .detail && marked(driver, row: 2) == "Smi" && marked(driver, row: 3) == "smi")
    }
}

import Domain
import Screen
import Testing

@testable import Panes

@Suite("How the form shows long values")
struct FormViewTests {
    private static let lines = (1...7).map { "Line \($0)" }

    private func editing(_ customer: Customer, rows: Int, columns: Int = 80) -> AppDriver {
        var driver = AppDriver(rows: rows, columns: columns)
        driver.answer(page: [customer])
        driver.press(.character("e"))
        return driver
    }

    @Test("The address is seen as a whole as long as there are free rows, and says where there are none")
    func addressBox() {
        let person = Customer.named("Olga", 5, address: Self.lines.joined(separator: "\n"))
        var driver = editing(person, rows: 24)
        for line in Self.lines { #expect(driver.text.contains(line), "there is room for it below") }
        #expect(!driver.text.contains("↓") && !driver.text.contains("↑"))
        driver = editing(person, rows: 15)
        #expect(driver.screen[7] == " Address  Line 1")
        #expect(driver.screen[11].hasSuffix("↓"), "it goes on below:\n\(driver.text)")
        driver.press(.backTab, .backTab)
        #expect(driver.text.contains("Line 7"))
        #expect(driver.screen.contains { $0.contains("Line 3") && $0.hasSuffix("↑") }, "\(driver.text)")
        for _ in 0..<6 { driver.press(.up) }
        #expect(driver.screen.contains { $0.contains("Line 1") && !$0.hasSuffix("↑") }, "\(driver.text)")
        #expect(driver.screen.contains { $0.contains("Line 5") && $0.hasSuffix("↓") }, "\(driver.text)")
    }

    @Test("On any screen the line with the cursor is seen, and arrows stand where lines are hidden")
    func addressAnywhere() {
        let person = Customer.named("Olga", 5, address: Self.lines.joined(separator: "\n"))
        for rows in 8...30 {
            for columns in [40, 80, 120] {
                var driver = editing(person, rows: rows, columns: columns)
                driver.press(.backTab, .backTab)
                for number in (1...7).reversed() {
                    let form = columns < 100 ? driver.screen : driver.side
                    let seen = Self.lines.filter { line in form.contains { $0.contains(line) } }
                    #expect(seen.contains("Line \(number)"), "\(rows)×\(columns)\n\(driver.text)")
                    let arrows = form.filter { $0.hasSuffix("↑") || $0.hasSuffix("↓") }
                    #expect(seen.count == 7 || !arrows.isEmpty, "\(rows)×\(columns)\n\(driver.text)")
                    driver.press(.up)
                }
            }
        }
    }

    @Test("A value longer than its line goes on in the next, and the cursor with it")
    func longValue() {
        let name = "Maria Anna Elisabeth Philippina van den Burg to Nieuwenhuis-Almelo"
        var driver = editing(.named(name, 5, email: "m@example.com"), rows: 24, columns: 40)
        #expect(driver.screen[4] == " Name     Maria Anna Elisabeth Philipp")
        #expect(driver.screen[5] == "          ina van den Burg to Nieuwenh")
        #expect(driver.screen[6] == "          uis-Almelo")
        #expect(driver.cursor == Position(row: 6, column: 20))
        driver.press(.control("a"))
        #expect(driver.cursor == Position(row: 4, column: 10))
        driver = editing(.named(name, 5, email: "m@example.com"), rows: 11, columns: 40)
        driver.press(.tab)
        #expect(driver.screen.contains { $0.contains("Maria Anna") && $0.hasSuffix("↓") }, "\(driver.text)")
    }
}

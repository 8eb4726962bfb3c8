import Domain
import Screen
import Testing

@testable import Panes

@Suite("Copying a customer")
struct CopyTests {
    private static let record = """
        Name: Anna Smith
        Email: anna.smith@example.com
        Phone: +1 555 0100
        Address: 12 Main St
        Springfield
        Since: 2024-03-01
        Created: 2026-11-23T08:00:00.000Z
        Changed: 2026-11-23T08:00:00.000Z
        By: kim
        Version: 7
        ID: 00000000-0000-4000-8000-000000000001

        """

    @Test(
        "Y sends all there is to say, a line for each", arguments: [[Key.character("Y")], [.enter, .character("Y")]])
    func record(keys: [Key]) {
        var driver = loaded()
        for key in keys { driver.press(key) }
        #expect(driver.effects.last == .copy(Self.record))
        driver.update(.copied(.sent))
        #expect(driver.status == "Sent to the terminal's clipboard.")
    }

    @Test("What is masked does not go along, and that is said")
    func masked() {
        var driver = loaded()
        driver.press(.character("m"), .character("Y"))
        let hidden = Self.record.split(separator: "\n").filter { $0 != "Springfield" }.map { line in
            let isHidden = ["Email", "Phone", "Address"].contains { line.hasPrefix($0) }
            return isHidden ? line.prefix { $0 != ":" } + ": hidden\n" : line + "\n"
        }
        #expect(driver.effects.last == .copy(hidden.joined()))
        driver.update(.copied(.sent))
        #expect(
            driver.status
                == "Sent to the terminal's clipboard. Without email, phone, address, as these are hidden.")
        driver.press(.character("y"))
        driver.update(.copied(.sent))
        #expect(driver.status == "Sent to the terminal's clipboard.", "the next copy is another one")
    }

    @Test("A format for programs has what is masked no more than the text for people, until it is shown again")
    func maskedFormat() {
        let format = CopyFormat(name: "json") { customer, hidden in
            CustomerField.readingOrder.filter { !hidden.contains($0) }.compactMap { customer.details[$0] }.joined()
        }
        var driver = AppDriver(copyFormats: [format])
        driver.answer(page: [anna, bao, carla])
        driver.press(.character("m"), .character(":"))
        driver.type("copy json")
        driver.press(.enter)
        #expect(driver.effects.last == .copy("Anna Smith"))
        driver.update(.copied(.sent))
        #expect(driver.status.contains("Without email, phone, address, as these are hidden."))
        driver.press(.character("m"), .character(":"))
        driver.type("copy json")
        driver.press(.enter)
        #expect(driver.effects.last == .copy("Anna Smithanna.smith@example.com+1 555 010012 Main St\nSpringfield"))
    }
}

import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("What one step did to several customers, in the interface")
struct GroupTests {
    private static let group = EditGroup(id: .numbered(700), name: "Tag vip")

    /// All three are tagged in one step, and Bao's phone is edited by itself.
    private static func opened(rows: Int = 24, columns: Int = 80) -> AppDriver {
        var driver = loaded(rows: rows, columns: columns)
        driver.enter(bao.id, .edit(bao.edit(.phone, to: "1"), version: 1))
        let entries = [anna, bao, carla].map { customer in
            Entry(
                customer: customer.id,
                form: .init(op: .random(), change: .edit(customer.edit(.tags, to: "vip"), version: customer.version)))
        }
        driver.group(group, entries)
        driver.press(.character("Q"))
        return driver
    }

    private func rows(_ driver: AppDriver) -> [String] {
        driver.screen.drop { !$0.contains("Customer  ") }.dropFirst().prefix {
            $0.hasPrefix(" ▸") || $0.hasPrefix("   ")
        }
        .map { $0.split(separator: " ").joined(separator: " ") }
    }

    private static let single = "↑ Bao Smith edit (phone) just now waits"

    @Test("A group has one row, opens into its edits, and folds again with Esc before that leaves the queue")
    func folding() {
        var driver = Self.opened()
        #expect(rows(driver) == ["▸ " + Self.single, "↑ “Tag vip” 3 edits just now 3 wait"])
        driver.press(.down, .enter)
        #expect(
            rows(driver) == [
                Self.single, "▸ ↑ Anna Smith edit (tags) just now waits",
                "↑ Bao Smith edit (tags) just now waits", "↑ Carla Jones edit (tags) just now waits",
            ])
        driver.press(.down, .down, .escape)
        #expect(rows(driver) == [Self.single, "▸ ↑ “Tag vip” 3 edits just now 3 wait"])
        #expect(driver.place == .queue)
        driver.press(.escape)
        #expect(driver.place == .list)
    }

    @Test("Beside the rows stands what each of its edits does")
    func side() {
        var driver = Self.opened(rows: 30, columns: 200)
        driver.press(.down)
        #expect(driver.side.contains("“Tag vip”"))
        #expect(driver.side.contains("3 edits, entered just now; Enter shows each"))
        #expect(driver.side.contains("Anna Smith: Tags: – → vip"))
        #expect(driver.side.contains("Carla Jones: Tags: – → vip"))
    }

    @Test("One undo takes the whole group back, and one redo brings it back")
    func undo() {
        var driver = Self.opened()
        driver.press(.character("u"))
        #expect(driver.journal.entries.map(\.customer) == [bao.id])
        #expect(rows(driver) == ["▸ " + Self.single])
        #expect(driver.status.contains("“Tag vip” (3 edits)"), "\(driver.status)")
        driver.press(.control("r"))
        #expect(driver.journal.entries.map(\.customer) == [bao.id, anna.id, bao.id, carla.id])
        #expect(rows(driver).last == "↑ “Tag vip” 3 edits just now 3 wait")
        #expect(driver.status.contains("Redone: “Tag vip” (3 edits)"), "\(driver.status)")
    }

    @Test("Discarding on a group's row asks, throws away what waits of it alone, and leaves what is on its way")
    func discard() {
        var driver = Self.opened()
        driver.leave(anna.id)
        driver.press(.down, .character("D"))
        #expect(driver.text.contains("Discard what waits of “Tag vip”?"))
        #expect(driver.text.contains("2 have not reached the server."))
        #expect(driver.text.contains("1 is on its way, and stays."))
        driver.press(.character("n"))
        #expect(driver.journal.count == 4)
        driver.press(.character("D"), .character("y"))
        #expect(driver.journal.entries.map(\.customer) == [bao.id, anna.id])
        #expect(driver.journal.entries.map(\.change.fields) == [[.phone], [.tags]])
        #expect(driver.status == "Discarded: what waited of “Tag vip”.")
    }

    @Test("Where all of a group is on its way, the question counts nothing that is not there")
    func discardNothing() {
        var driver = Self.opened()
        for customer in [anna, bao, carla] { driver.leave(customer.id) }
        driver.press(.down, .character("D"))
        #expect(!driver.text.contains("0 have not"), "\(driver.text)")
    }

    @Test("On an opened group's edit the keys act on that one")
    func member() {
        var driver = Self.opened()
        driver.press(.down, .enter, .down, .down, .character("D"))
        #expect(driver.text.contains("Discard edit (tags) of Carla Jones?"))
        driver.press(.character("y"))
        #expect(driver.journal.entries.map(\.customer) == [bao.id, anna.id, bao.id])
    }

    @Test("Editing a group says how to come to its edits, and opens nothing")
    func editing() {
        var driver = Self.opened()
        driver.press(.down, .character("e"))
        #expect(driver.place == .queue && driver.status == "Enter shows the edits of this group; edit one of them.")
    }

    @Test("One of a group that needs a decision has a row of its own beside it")
    func decision() {
        var driver = Self.opened()
        driver.leave(anna.id)
        driver.conflict(anna.id, .changed(anna.changed(.tags, to: "berlin", by: "lee")))
        let rows = rows(driver)
        #expect(rows.contains { $0.hasPrefix("! Anna Smith edit (tags)") })
        #expect(rows.contains("↑ “Tag vip” 2 edits just now 2 wait"))
    }
}

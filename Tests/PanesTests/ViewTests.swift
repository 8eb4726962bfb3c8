import Domain
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Saved views")
struct ViewTests {
    private static let views = [
        SavedView(name: "bao-alone", filter: "bao"),
        SavedView(name: "last-first", sort: "-name", place: "config.toml:7"),
        SavedView(name: "old", filter: "anna", sort: "age", columns: ["phnoe"], place: "config.toml:9"),
    ]

    private func started(_ views: [SavedView] = views, columns: Int = 80) -> AppDriver {
        var driver = AppDriver(columns: columns, views: views)
        driver.answer(page: [anna, bao, carla])
        return driver
    }

    private func running(_ line: String, in driver: AppDriver? = nil) -> AppDriver {
        (driver ?? started()).running(line)
    }

    /// What was to be saved.
    private func saved(_ driver: AppDriver) -> [SavedView] {
        driver.effects.compactMap { if case .background(.saveView(let view)) = $0 { view } else { nil } }
    }

    @Test("A view shows what its filter finds, the title says which it is, and Escape leaves it")
    func filter() {
        var driver = running("view bao-alone")
        #expect(driver.names == [bao.name] && driver.place == .list)
        #expect(driver.screen[0].hasPrefix(" Customers · acme-prod · bao-alone "))
        driver.press(.escape)
        #expect(driver.names == [anna.name, bao.name, carla.name])
        #expect(!driver.screen[0].contains("bao-alone"))
    }

    @Test("A view's order is the list's until it is left")
    func order() {
        var driver = running("view last-first")
        #expect(driver.names == [carla.name, bao.name, anna.name])
        #expect(driver.status == "View last-first; Esc leaves it.")
        driver.press(.escape)
        #expect(
            driver.names == [anna.name, bao.name, carla.name] && driver.screen[0].hasPrefix(" Customers · acme-prod  "))
    }

    @Test("From one view to the next and back, the order is the one from before both")
    func fromViewToView() {
        var driver = running("view bao-alone", in: running("view last-first"))
        #expect(driver.names == [bao.name])
        driver.press(.escape)
        #expect(driver.names == [anna.name, bao.name, carla.name])
    }

    @Test("V shows the views, and a digit or Enter chooses one")
    func chosen() {
        var driver = started()
        driver.press(.character("V"))
        #expect(driver.screen.contains { $0.hasPrefix(" ▸ 1 bao-alone") && $0.hasSuffix("bao") })
        #expect(driver.screen.contains { $0.hasPrefix("   2 last-first") && $0.contains("everybody, by -name") })
        var other = driver
        driver.press(.character("2"))
        #expect(driver.screen[0].contains("last-first"))
        other.press(.down, .up, .character("9"), .enter)
        #expect(other.screen[0].contains("bao-alone"))
        var closed = started([])
        closed.press(.character("V"))
        #expect(closed.text.contains("None yet. :save NAME keeps"))
        closed.press(.character("1"), .enter, .escape)
        #expect(closed.place == .list)
    }

    @Test("Of a view that asks for what there is not, that is said, and the rest is shown")
    func faults() {
        let driver = running("view old")
        #expect(driver.names == [anna.name])
        #expect(driver.status.hasPrefix("View old (config.toml:9): there is no column \"phnoe\"; did you mean phone?"))
        #expect(driver.status.contains("there is no order \"age\"") && driver.status.hasSuffix("The rest is shown."))
        #expect(running("view odl").text.contains("There is no view \"odl\"; did you mean old?"))
    }

    @Test("What is found for a view begins with the first in its order, until somebody moves")
    func orderOfFound() {
        var driver = AppDriver(views: [SavedView(name: "back", filter: "smith", sort: "-name")])
        driver.answer(page: [anna])
        driver = running("view back", in: driver)
        #expect(driver.selected == anna.name)
        var moved = driver
        driver.fire(.searchPause)
        driver.answer(page: [anna, bao])
        #expect(driver.names == [bao.name, anna.name] && driver.selected == bao.name)
        moved.press(.down)
        moved.fire(.searchPause)
        moved.answer(page: [anna, bao])
        #expect(moved.selected == anna.name)
    }

    @Test("An order that needs all rows is said while they are not here")
    func orderOfPart() {
        var driver = AppDriver(views: [SavedView(name: "mail", sort: "email")])
        driver.answer(page: [anna, bao], next: ListQuery(limit: 200, cursor: "1"))
        driver = running("view mail", in: driver)
        #expect(driver.status == "View mail: sorting by email needs all rows; press G to load them. The rest is shown.")
        #expect(driver.names == [anna.name, bao.name])
    }

    @Test("Once the filter is another one, the title has a star")
    func changed() {
        var driver = running("view bao-alone")
        driver.press(.character("/"))
        driver.type(" s")
        #expect(driver.screen[0].contains("· bao-alone* "))
    }

    @Test("What was searched for is saved under a name, and one is in that view then")
    func save() {
        var driver = started()
        driver.press(.character("/"))
        driver.type("carla")
        driver.press(.enter)
        driver = running("save carlas", in: driver)
        let view = SavedView(name: "carlas", filter: "carla")
        #expect(saved(driver) == [view])
        driver.update(.viewSaved(view, .success(Self.views + [view])))
        #expect(driver.status == "Saved as view carlas; V shows all views.")
        #expect(driver.screen[0].contains("· carlas "))
        driver.update(.viewSaved(view, .success(Self.views + [view])))
        #expect(driver.status == "Replaced view carlas; V shows all views.")
        driver.press(.character("V"))
        #expect(driver.text.contains("4 carlas"))
    }

    @Test("The order of what was found is saved, and another one has a star")
    func saveOrderOfFound() {
        var driver = started()
        driver.press(.character("/"))
        driver.type("smith")
        driver.press(.enter, .character("s"))
        driver = running("save smiths", in: driver)
        let view = SavedView(name: "smiths", filter: "smith", sort: "-name")
        #expect(saved(driver) == [view])
        driver.update(.viewSaved(view, .success(Self.views + [view])))
        #expect(driver.screen[0].contains("· smiths "))
        driver.press(.character("s"))
        #expect(driver.screen[0].contains("· smiths* "))
    }

    @Test("A filter that makes no sense is not saved, and that is said")
    func saveFault() {
        var driver = started()
        driver.press(.character("/"))
        driver.type("smith ")
        driver.paste("changed:soon")
        driver.click(row: 3)
        driver = running("save odd", in: driver)
        #expect(saved(driver).isEmpty)
        #expect(driver.status.hasPrefix("Not saved as view odd: changed: needs a date"))
    }

    @Test("The order is saved, too; a name that cannot be one is refused, and so is what cannot be written")
    func saveOrder() {
        var driver = started()
        driver.press(.character("s"))
        driver = running("save z-a", in: driver)
        #expect(saved(driver) == [SavedView(name: "z-a", sort: "-name")])
        driver.update(.viewSaved(SavedView(name: "z-a"), .failure(Failure(.other, "The disk is full."))))
        #expect(driver.status == "The disk is full." && !driver.screen[0].contains("z-a"))
        #expect(running("save a b").text.contains("\"a b\" cannot name a view; use 1 to 64 of the characters"))
    }
}

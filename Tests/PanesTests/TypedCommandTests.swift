import Domain
import Journal
import Screen
import Testing
import Wire

@testable import Panes

@Suite("Commands that are typed with an argument")
struct TypedCommandTests {
    /// Types a line after `:` and runs it.
    private func running(_ line: String, in driver: AppDriver? = nil) -> AppDriver {
        (driver ?? loaded()).running(line)
    }

    private func typing(_ line: String, rows: Int = 24, isReadOnly: Bool = false) -> AppDriver {
        var driver = loaded(rows: rows, isReadOnly: isReadOnly)
        driver.press(.character(":"))
        driver.type(line)
        return driver
    }

    private func opened() -> AppDriver {
        var driver = loaded()
        driver.press(.down, .enter)
        return driver
    }

    // MARK: What they do

    @Test(
        "An edit begins in the field that was named, in the list and in the details", arguments: CustomerField.allCases)
    func edit(_ field: CustomerField) {
        let driver = running("edit \(field.rawValue)")
        #expect(driver.focusedField == field)
        #expect(driver.typed(.name) == anna.name)
        let detail = running("e  \(field.rawValue.uppercased()) ", in: opened())
        #expect(detail.focusedField == field && detail.typed(.name) == bao.name)
    }

    @Test("Without its argument a command does what its key does")
    func withoutArgument() {
        #expect(running("edit").focusedField == .name)
        #expect(running("edit ").focusedField == .name)
        #expect(running("sort").status.hasPrefix("Sorted by name, from the end."))
        #expect(running("copy").effects == [.terminal(.copy("anna.smith@example.com"))])
    }

    @Test("The id, any field and each format of a customer can be copied")
    func copy() {
        #expect(running("copy id").effects == [.terminal(.copy(anna.id.text))])
        #expect(running("copy name").effects == [.terminal(.copy(anna.name))])
        #expect(running("copy id", in: opened()).effects.last == .terminal(.copy(bao.id.text)))
        #expect(running("copy company").status == "There is no company to copy.")
    }

    @Test("The list takes the order that was named")
    func sort() {
        let driver = running("sort -name")
        #expect(driver.names == [carla.name, bao.name, anna.name])
        #expect(running("sort email").status.hasPrefix("Sorted by email, from the start."))
        var part = AppDriver()
        part.answer(page: [anna, bao], next: .init(limit: 200, cursor: "1"))
        part = running("sort email", in: part)
        #expect(part.status.contains("needs all rows"))
        #expect(part.names == [anna.name, bao.name])
    }

    @Test("Somebody who is here is opened by id or email, others are searched for")
    func open() {
        #expect(running("open \(bao.id.text)").place == .detail)
        let driver = running("open CARLA.jones@example.com")
        #expect(driver.place == .detail && driver.text.contains(carla.name), "\(driver.text)")
        let other = running("open nobody@example.com")
        #expect(other.place == .search && other.text.contains("/nobody@example.com"))
    }

    @Test("Tags are added and taken off, and undo takes that back")
    func tag() {
        var driver = running("tag VIP, lead")
        #expect(driver.changes == [.edit(anna.edit(.tags, to: "lead vip"), version: 7)])
        #expect(driver.status == "Saved the tags of Anna Smith; u undoes.")
        driver = running("tag -lead", in: driver)
        var details = driver
        details.press(.enter)
        let tags = details.screen.first { $0.hasPrefix("   Tags") } ?? ""
        #expect(tags.contains(" vip") && !tags.contains("lead"), "\(details.text)")
        driver = running("tag vip", in: driver)
        #expect(driver.status == "The tags of Anna Smith stay as they are.")
        let changes = driver.changes
        driver = running("tag -nosuch", in: driver)
        #expect(driver.changes == changes)
        #expect(running("tag a!b").text.contains("Tags must be words of letters"))
        #expect(running("tag vip -vip").text.contains("Tags cannot both get and lose \"vip\"."))
    }

    // MARK: Mistakes

    @Test(
        "A mistake is named in the palette with what would do, and what was typed stays",
        arguments: [
            ("edit phnoe", "There is no field \"phnoe\"; did you mean phone? There are name, email, phone"),
            ("copy all", "There is no part of a customer \"all\". There are id, name"),
            ("tag", ""), ("tag ", "tag takes [-]TAG..."),
            ("sort vip", "There is no order \"vip\""),
            ("open Anna", "\"Anna\" is neither a whole id nor an email; / searches by other words."),
            ("edti phone", "There is no command \"edti\"; did you mean edit?"),
            ("qiut", "did you mean quit?"),
            ("frobnicate", "There is no command \"frobnicate\"."),
            ("delete first", ":delete takes no argument."), ("undo last", ":undo takes no argument."),
            ("quit now", ":quit takes no argument."),
            ("12", "Esc, then 12G goes to row 12."),
        ])
    func mistakes(_ line: String, _ message: String) {
        let driver = running(line)
        #expect(driver.text.contains(message), "\(driver.text)")
        #expect(driver.place == .overlay && driver.text.contains(" :\(line.split(separator: " ")[0])"))
        #expect(driver.queueRequests.isEmpty)
        var corrected = driver
        corrected.press(.backspace)
        #expect(message.isEmpty || !corrected.text.contains(message), "it is not said any longer than it is true")
    }

    @Test("What people type from habit is answered, and does nothing", arguments: CommandTable.habits.flatMap(\.names))
    func habits(_ line: String) {
        let driver = running(line)
        let words = CommandTable.habits.first { $0.names.contains(line) }?.answer.prefix(40) ?? "?"
        #expect(driver.text.contains(words), "\(driver.text)")
        #expect(driver.effects.isEmpty && driver.place == .overlay)
    }

    @Test("A read-only session refuses what leads to a change, and does not offer it")
    func readOnly() {
        let driver = typing("tag", isReadOnly: true)
        #expect(!driver.text.contains("tag [-]TAG"))
        var refused = typing("tag vip", isReadOnly: true)
        refused.press(.enter)
        #expect(refused.text.contains("tag leads to changes, and this session is read-only."))
        #expect(refused.queueRequests.isEmpty)
    }

    // MARK: Completing

    @Test("Tab completes the command, then as much of the argument as is sure")
    func completion() {
        var driver = typing("ed")
        driver.press(.tab)
        #expect(driver.screen[2] == " :edit")
        driver.type("p")
        #expect(driver.screen.contains { $0.hasPrefix(" ▸ phone") })
        driver.press(.tab, .enter)
        #expect(driver.focusedField == .phone)
    }

    @Test("Where nothing more is sure Tab takes the marked value, and an arrow marks another")
    func markedValue() {
        var driver = typing("sort -")
        driver.press(.tab)
        #expect(driver.screen[2] == " :sort -name")
        driver = typing("sort -")
        driver.press(.down, .tab)
        #expect(driver.screen[2] == " :sort -email")
    }

    @Test("A value that begins like one alone is that one, and a marked one is run by Enter")
    func beginnings() {
        #expect(running("edit ph").focusedField == .phone)
        var driver = typing("edit ")
        driver.press(.down, .down, .enter)
        #expect(driver.focusedField == CustomerField.readingOrder[2])
        #expect(running("edit zz").place == .overlay)
    }

    @Test("A command that needs an argument waits for it")
    func waitsForArgument() {
        let driver = running("tag")
        #expect(driver.screen[2].hasPrefix(" :tag"))
        #expect(driver.text.contains("tag [-]TAG...: Add tags"))
    }

    // MARK: The table

    @Test("Names and other words are unique, and everything fits a screen of 80 columns")
    func table() {
        let words = CommandTable.rows.flatMap { [$0.name] + $0.aliases }
        #expect(Set(words).count == words.count)
        let names = Set(Command.allCases.map(\.rawValue))
        #expect(CommandTable.rows.flatMap(\.aliases).allSatisfy { !names.contains($0) })
        #expect(CommandTable.habits.flatMap(\.names).allSatisfy { !words.contains($0) && !names.contains($0) })
        for row in CommandTable.rows {
            #expect(row.help.count <= 50 && row.usage.count <= 25, "\(row.usage): \(row.help)")
            #expect(!row.usage.contains("|"), "tables in documents have it between columns")
        }
    }

    @Test("The help shows every one of them, but not to those who may change nothing")
    func help() {
        for isReadOnly in [false, true] {
            var driver = loaded(rows: 340, isReadOnly: isReadOnly)
            driver.press(.character("?"))
            for row in CommandTable.rows {
                // Nobody has said yet that one may erase.
                let isHidden = (isReadOnly && row.isWrite) || row.name == CommandTable.erase
                #expect(driver.text.contains(":\(row.usage) ") != isHidden, "\(row.usage)")
            }
        }
    }
}

@Suite("Going to another profile")
struct ProfileTests {
    private func started() -> AppDriver {
        var driver = AppDriver(profile: "acme-prod", profiles: ["acme-prod", "staging"])
        driver.answer(page: [anna])
        return driver
    }

    private func running(_ line: String, in driver: AppDriver? = nil) -> AppDriver {
        (driver ?? started()).running(line)
    }

    @Test("A profile is gone to by its name; another one is not there, and this one is here already")
    func goes() {
        #expect(running("profile staging").effects == [.terminal(.openProfile("staging"))])
        #expect(running("profile acme-prod").status == "This is acme-prod.")
        #expect(running("profile stging").text.contains("There is no profile \"stging\"; did you mean staging?"))
    }

    @Test("What would be lost is asked about first, as before quitting")
    func asks() {
        var driver = started()
        driver.writesAtOnce = false
        driver.press(.character("D"), .character("y"))
        driver = running("profile staging", in: driver)
        #expect(driver.text.contains("Go to staging before the edit is saved?"))
        #expect(!driver.effects.contains(.terminal(.openProfile("staging"))))
        driver.press(.character("y"))
        #expect(driver.effects.last == .terminal(.openProfile("staging")))
    }

    @Test("A profile that cannot be used leaves one where one is, with the reason")
    func refused() {
        var driver = running("profile staging")
        driver.update(.profileRefused("config.toml:3: no."))
        #expect(driver.status == "config.toml:3: no." && driver.selected == anna.name)
    }
}

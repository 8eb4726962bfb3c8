import Domain
import Journal
import Screen
import Testing

@testable import Panes

@Suite("The footer")
struct FooterTests {
    /// Somebody who has gone to a place.
    private static func driver(in scope: Scope, columns: Int) -> AppDriver {
        var driver = loaded(columns: columns)
        switch scope {
        case .list: break
        case .search: driver.press(.character("/"))
        case .detail: driver.press(.enter)
        case .form: driver.press(.character("e"))
        case .queue:
            driver.enter(anna.id, .edit(anna.edit(.phone, to: "1"), version: 7))
            driver.press(.character("Q"))
        case .conflict:
            driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0199"), version: 7))
            driver.conflict(.changed(anna.changed(.phone, to: "+1 555 0111", by: "lee")))
            driver.press(.character("Q"), .enter)
        case .output:
            let command = CustomCommand(name: "bill", key: .function(7), argv: ["bill"], output: .pager)
            driver = AppDriver(columns: columns, keymap: (try? Keymap.standard.adding([command])) ?? .standard)
            driver.answer(page: [anna])
            driver.press(.function(7))
        case .bulk: driver.press(.character(" "), .character("D"))
        case .timeline: driver.press(.character("h"))
        case .entry:
            driver.press(.character("h"))
            driver.answer(timeline: [
                entry(1, version: 7, [.phone: ("1", "+1 555 0100")])
            ])
            driver.press(.enter)
        case .note: driver.press(.character("N"))
        case .trash: driver = driver.running("trash")
        case .overlay: driver.press(.character("?"))
        }
        return driver
    }

    private static let panes = "e edit  n new  D delete  u undo  Q queue"

    @Test(
        "Names the keys of each place, the most important first and as many as there is room for",
        arguments: [
            (
                Scope.list, " ? help  / search  ⏎ open  e edit  n new",
                " ? help  / search  ⏎ open  \(panes)  q quit  : commands  y copy  s sort  r refresh  S sync  m mask  "
                    + "Space mark  t tag  x export  h timeline  N note"
            ),
            (
                .search, " ⏎ to the list  Esc end the search",
                " ⏎ to the list  Esc end the search  Ctrl-U clear  F1 help"
            ),
            (
                .detail, " ? help  / search  Esc back  e edit",
                " ? help  / search  Esc back  \(panes)  y copy  q quit  : commands  r refresh  S sync  m mask  "
                    + "t tag  x export  h timeline  N note  b blame"
            ),
            (
                .form, " Ctrl-S save  Esc leave  Tab next field",
                " Ctrl-S save  Esc leave  Tab next field  Ctrl-U clear  F1 help"
            ),
            (
                .queue, " ? help  ⏎ open  Esc back  r retry",
                " ? help  ⏎ open  Esc back  r retry  e edit  D discard  u undo  S sync now  q quit  : commands  m mask"
            ),
            (
                .conflict, " Left theirs  Right yours  ⏎ confirm",
                " Left theirs  Right yours  ⏎ confirm  Esc decide later  ? help  m mask"
            ),
            (.output, " ? help  Esc back  m mask", " ? help  Esc back  m mask"),
            (
                .bulk, " ⏎ go on  Esc back  u undo  x to a file",
                " ⏎ go on  Esc back  u undo  x to a file  ? help  m mask"
            ),
            (
                .timeline, " ⏎ whole  Esc back  N note  y copy",
                " ⏎ whole  Esc back  N note  y copy  ? help  u undo  r refresh  m mask"
            ),
            (
                .entry, " ⏎ put back  Esc back  P all  y copy",
                " ⏎ put back  Esc back  P all  y copy  ? help  u undo  m mask"
            ),
            (
                .note, " Ctrl-S save  Esc leave  Alt-e editor",
                " Ctrl-S save  Esc leave  Alt-e editor  Ctrl-U clear  F1 help"
            ),
            (
                .trash, " ⏎ restore  Esc back  ? help  u undo",
                " ⏎ restore  Esc back  ? help  u undo  r refresh  m mask"
            ),
            (.overlay, " Esc close", " Esc close"),
        ])
    func keys(_ scope: Scope, _ narrow: String, _ wide: String) {
        for (columns, footer) in [(40, narrow), (200, wide)] {
            let driver = Self.driver(in: scope, columns: columns)
            #expect(driver.app.scope == scope)
            #expect(driver.screen.last == footer)
        }
    }

    @Test("It names no key that does nothing: no value of a note is put back, and nothing of nobody is done")
    func idle() {
        var driver = loaded(columns: 200)
        driver.press(.character("h"))
        driver.answer(timeline: [entry(1, .note, version: 7, note: "He called")])
        driver.press(.enter)
        #expect(driver.screen.last == " Esc back  P all  y copy  ? help  u undo  D take back  m mask")
        driver = loaded(columns: 200)
        driver.press(.character("Q"))
        #expect(driver.screen.last == " ? help  Esc back  u undo  S sync now  q quit  : commands  m mask")
        driver = loaded(columns: 200)
        driver.press(.character("*"), .character("t"))
        driver.type("-nosuch")
        driver.press(.enter)
        #expect(driver.screen.last == " Esc back  u undo  x to a file  ? help  m mask" && driver.place == .bulk)
        #expect(driver.text.contains("0 customers would be changed, 3 already have these values. Esc leaves it."))
    }

    @Test("No two keys claim the same place in it", arguments: Scope.allCases)
    func ranks(_ scope: Scope) {
        let ranks = KeyTable.rows.filter { $0.scopes.contains(scope) }.compactMap(\.footerRank)
        #expect(Set(ranks).count == ranks.count, "\(ranks.sorted())")
    }
}

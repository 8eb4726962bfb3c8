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
        case .queue: driver.press(.character("Q"))
        case .conflict:
            driver.enter(anna.id, .edit(anna.edit(.phone, to: "+1 555 0199"), version: 7))
            driver.conflict(.changed(anna.changed(.phone, to: "+1 555 0111", by: "lee")))
            driver.press(.character("Q"), .enter)
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
                " ? help  / search  ⏎ open  \(panes)  q quit  : commands  y copy  s sort  r refresh  S sync  m mask"
            ),
            (
                .search, " ⏎ to the list  Esc end the search",
                " ⏎ to the list  Esc end the search  Ctrl-U clear  F1 help"
            ),
            (
                .detail, " ? help  / search  Esc back  e edit",
                " ? help  / search  Esc back  \(panes)  y copy  q quit  : commands  r refresh  S sync  m mask"
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
            (.overlay, " Esc close", " Esc close"),
        ])
    func keys(_ scope: Scope, _ narrow: String, _ wide: String) {
        for (columns, footer) in [(40, narrow), (200, wide)] {
            let driver = Self.driver(in: scope, columns: columns)
            #expect(driver.app.scope == scope)
            #expect(driver.screen.last == footer)
        }
    }

    @Test("No two keys claim the same place in it", arguments: Scope.allCases)
    func ranks(_ scope: Scope) {
        let ranks = KeyTable.rows.filter { $0.scopes.contains(scope) }.compactMap(\.footerRank)
        #expect(Set(ranks).count == ranks.count, "\(ranks.sorted())")
    }
}

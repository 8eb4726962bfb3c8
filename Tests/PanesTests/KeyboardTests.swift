import Domain
import Journal
import Screen
import Testing

@testable import Panes

/// Every command of the table can be reached on the keyboards and inside the programs that people have.
@Suite("Keyboards and multiplexers")
struct KeyboardTests {
    /// What a layout types with one key alone, or with Shift and a key; what takes AltGr or waits for another key (a dead
    /// one) is not in it.
    ///
    /// From xkeyboard-config's symbols/de (basic) and symbols/fr (azerty).
    private static let layouts: [String: Set<Unicode.Scalar>] = [
        "German": letters.union(
            "1234567890ß°!\"§$%&/()=?ü+Ü*öäÖÄ#'<>,.-;:_ ".unicodeScalars),
        "French": letters.union(
            "&é\"'(-è_çà)=1234567890°+$£ù%*µ<>,?;.:/!§² ".unicodeScalars),
    ]
    private static let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".unicodeScalars)

    /// The keys that tmux, screen and zellij take for themselves as they come, and those by which a terminal stops and
    /// goes on (`stty -a`: start, stop).
    ///
    /// From tmux(1) and screen(1), "default key bindings", and zellij's default.kdl.
    private static let taken: Set<Key> = [
        .control("b"), .control("a"), .control("p"), .control("t"), .control("n"), .control("h"), .control("s"),
        .control("o"), .control("g"), .control("q"), .alt("n"), .alt("h"), .alt("j"), .alt("k"), .alt("l"), .alt("["),
        .alt("]"), .alt("+"), .alt("-"), .alt("="), .alt("i"), .alt("o"), .alt("f"), .alt("p"),
    ]

    private func isTyped(_ key: Key, on layout: Set<Unicode.Scalar>) -> Bool {
        switch key {
        case .character(let scalar), .alt(let scalar): layout.contains(scalar)
        case .control(let scalar): Self.letters.contains(scalar)
        default: true
        }
    }

    @Test("Each row of the table has a key that is typed with one key, and Shift, on a German and a French keyboard")
    func layouts() {
        for (name, layout) in Self.layouts {
            for row in KeyTable.rows {
                #expect(row.keys.contains { isTyped($0, on: layout) }, "\(row.command) on a \(name) keyboard")
            }
        }
    }

    @Test("Each row of the table has a key that no multiplexer takes, nor the terminal itself")
    func multiplexers() {
        for row in KeyTable.rows {
            #expect(row.keys.contains { !Self.taken.contains($0) }, "\(row.command) in \(row.scopes)")
        }
    }

    @Test("One key has both in every place")
    func both() {
        for row in KeyTable.rows {
            let isUsable = row.keys.contains { key in
                !Self.taken.contains(key) && Self.layouts.values.allSatisfy { isTyped(key, on: $0) }
            }
            #expect(isUsable, "\(row.command) in \(row.scopes)")
        }
    }

    @Test("What edits text has another key where a multiplexer takes the first")
    func textKeys() {
        let names = Set(Self.taken.map(\.name))
        for row in KeyTable.textKeys {
            let keys = row.keys.split(separator: ", ").map(String.init)
            #expect(keys.contains { !names.contains($0) }, "\(row.keys): \(row.help)")
        }
    }

    @Test("The keys for saving and copying that a multiplexer takes have a second one that does the same")
    func secondKeys() {
        var driver = loaded()
        driver.press(.character("e"))
        driver.type("x")
        driver.press(.function(5))
        #expect(
            driver.effects.contains {
                if case .terminal(.copy(let text)) = $0 { text.contains("Smithx") } else { false }
            })
        driver.press(.function(2))
        #expect(driver.changes == [.edit(anna.edit(.name, to: "Anna Smithx"), version: 7)])
    }
}

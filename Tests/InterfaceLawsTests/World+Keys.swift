import Domain
import Journal
import Randomness
import Screen

@testable import Panes

/// What the person does.
extension World {
    /// A key, mostly one that means something where the person is; now and then a paste or another size of the window.
    mutating func input() -> InputEvent {
        switch random.below(27) {
        case 0: .resized(Self.size(&random))
        case 1: .paste(random.pick(["q0", "A-0", "x\ny", "👩‍👩‍👧", "\u{1B}[A", String(repeating: "D", count: 300)]))
        case 24, 25: .mouse(.click(anywhere()))
        case 26: .mouse(random.once(in: 2) ? .wheelUp(anywhere()) : .wheelDown(anywhere()))
        case 2, 3: .key(random.pick(Self.anyKeys))
        case 4, 5: .key(.character(random.pick(Self.letters)))
        default: .key(usualKey())
        }
    }

    private mutating func anywhere() -> Position {
        let size = app.chrome.size
        return Position(row: random.below(max(1, size.rows)), column: random.below(max(1, size.columns)))
    }

    private static let marking: [Key] = [" ", " ", "v", "*", "t", "x"].map(Key.character)

    /// What is asked for, mostly, letter by letter.
    private mutating func key(in prompt: PromptPane) -> Key {
        let text =
            switch prompt.purpose {
            case .tag, .edit: "vip"
            case .export, .report: "x.csv"
            case .delete(_, let plan): String(plan.changedCount)
            case .erase(let customer): customer.name
            case .nothing: ""
            }
        let next = text.unicodeScalars.dropFirst(prompt.editor.text.unicodeScalars.count).first
        return random.once(in: 8) ? .escape : next.map(Key.character) ?? .enter
    }

    /// A command that has no key, letter by letter, or anything.
    private mutating func key(in palette: PalettePane) -> Key {
        let typed = palette.editor.text
        let words = ["trash", "erase"].filter { $0.hasPrefix(typed) }
        if let word = words.isEmpty ? nil : random.pick(words), !typed.isEmpty || random.once(in: 2) {
            return word.unicodeScalars.dropFirst(typed.unicodeScalars.count).first.map(Key.character) ?? .enter
        }
        return random.pick([.enter, .down, .escape, .character("e"), .character("q")])
    }

    private static let letters = Array("abeq019 -é日yn".unicodeScalars)
    private static let anyKeys =
        KeyTable.rows.flatMap(\.keys) + [.alt("b"), .alt("e"), .wordLeft, .delete, .insert, .function(9)]

    private mutating func usualKey() -> Key {
        switch app.navigation.overlay {
        case .question(let question)?:
            guard let choice = question.choices.randomElement(using: &random) else { return .escape }
            return choice.key.unicodeScalars.first.map(Key.character) ?? .escape
        case .palette(let palette)?: return key(in: palette)
        case .prompt(let prompt)?: return key(in: prompt)
        case .help?: return random.pick([.escape, .down, .pageDown])
        case .views?: return random.pick([.escape, .down, .enter, .character("1")])
        case .columns?: return random.pick([.escape, .down, .enter, .character(" "), .character("J")])
        case nil: break
        }
        let rows = app.environment.keymap.rows(in: app.scope)
        let often: [Key] =
            switch app.scope {
            case .output: [.down, .escape, .escape]
            case .list:
                [
                    .down, .down, .enter, .function(7), .function(6), .character("e"), .character("D"),
                    .character("y"), .character("Q"), .character("h"), .character("N"), .character(":"),
                ] + Self.marking
            case .form: [.character("x"), .control("g"), .control("s"), .control("s"), .tab, .backspace]
            case .search: [.enter, .down, .character("0"), .character("1")]
            case .queue: [.down, .enter, .character("D"), .character("r"), .character("e")]
            case .conflict: [.right, .left, .enter, .enter]
            case .detail:
                [.function(7), .character("e"), .character("y"), .character("D"), .down, .escape]
                    + ["h", "N", "b", "=", "!"].map(Key.character)
            case .bulk: [.enter, .enter, .down, .escape, .character("u")]
            case .timeline: [.down, .enter, .enter, .character("N"), .character("y"), .escape]
            case .entry: [.down, .enter, .enter, .character("P"), .escape]
            case .note: [.character("x"), .enter, .control("s"), .control("s"), .escape]
            case .trash: [.down, .enter, .enter, .escape]
            case .overlay: [.escape]
            }
        return random.once(in: 2) ? random.pick(often) : random.pick(rows.flatMap(\.keys))
    }
}

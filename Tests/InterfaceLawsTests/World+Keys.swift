import Domain
import Randomness
import Screen

@testable import Panes

/// What the person does.
extension World {
    /// A key, mostly one that means something where the person is; now and then a paste or another size of the window.
    mutating func input() -> InputEvent {
        switch random.below(24) {
        case 0: .resized(Self.size(&random))
        case 1: .paste(random.pick(["q0", "A-0", "x\ny", "👩‍👩‍👧", "\u{1B}[A", String(repeating: "D", count: 300)]))
        case 2, 3: .key(random.pick(Self.anyKeys))
        case 4, 5: .key(.character(random.pick(Self.letters)))
        default: .key(usualKey())
        }
    }

    private static let letters = Array("abeq019 -é日yn".unicodeScalars)
    private static let anyKeys =
        KeyTable.rows.flatMap(\.keys) + [.alt("b"), .alt("e"), .wordLeft, .delete, .insert, .function(9)]

    private mutating func usualKey() -> Key {
        switch app.navigation.overlay {
        case .question(let question)?:
            guard let choice = question.choices.randomElement(using: &random) else { return .escape }
            return choice.key.unicodeScalars.first.map(Key.character) ?? .escape
        case .palette?: return random.pick([.enter, .down, .escape, .character("e"), .character("q")])
        case .help?: return random.pick([.escape, .down, .pageDown])
        case nil: break
        }
        let rows = app.environment.keymap.rows(in: app.scope)
        let often: [Key] =
            switch app.scope {
            case .list: [.down, .down, .enter, .character("e"), .character("D"), .character("y"), .character("Q")]
            case .form: [.character("x"), .control("s"), .control("s"), .tab, .backspace]
            case .search: [.enter, .down, .character("0"), .character("1")]
            case .queue: [.down, .enter, .character("D"), .character("r"), .character("e")]
            case .conflict: [.right, .left, .enter, .enter]
            case .detail: [.character("e"), .character("y"), .character("D"), .down, .escape]
            case .overlay: [.escape]
            }
        return random.once(in: 2) ? random.pick(often) : random.pick(rows.flatMap(\.keys))
    }
}

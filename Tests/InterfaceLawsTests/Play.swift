import Domain
import Journal
import Randomness
import Screen
import Wire

@testable import Panes

/// A number of random events, one after the other, with a look at the screen after each.
struct Play {
    /// Events of one play.
    static let length = 250

    private(set) var tally = Tally()
    /// What happened, when it is kept, and the screens around the last event.
    private(set) var trace: [String] = []
    private var world: World
    private let sabotage: Sabotage?
    private let keepsTrace: Bool
    private var grid: Grid
    /// The customer the focused pane named before something was laid over it.
    private var personBelow: Int?
    /// Whether nobody has touched a key since the list was begun: until then its first row is the selected one.
    private var isUntouched = true

    init(seed: UInt64, sabotage: Sabotage?, keepsTrace: Bool) {
        world = World(seed: seed)
        grid = world.app.render()
        self.sabotage = sabotage
        self.keepsTrace = keepsTrace
    }

    /// Plays so many events, or until a law is broken.
    mutating func run(events: Int) -> Finding? {
        for _ in 0..<events {
            tally.events += 1
            world.now = world.now.advanced(bySeconds: Int64(world.random.once(in: 15) ? 40 : world.random.below(4)))
            let before = grid
            let finding = world.random.below(100) < 55 ? press() : happen()
            if let finding {
                if keepsTrace { trace += ["before:"] + before.lines + ["after:"] + grid.lines }
                return finding
            }
        }
        return nil
    }

    // MARK: Keys

    private mutating func press() -> Finding? {
        let input = world.input()
        let reader = ScreenReader(world.app, grid)
        var person = reader.person
        let pointed = input.clicked.flatMap { reader.pointed($0) }
        if let pointed { person = pointed }
        if world.app.navigation.overlay == nil { personBelow = person }
        if case .resized = input { return look(at: .input(input)) }
        note("\(input)")
        sabotage?.beforeKey(&world.app, input)
        let act = Act(world.app, input, at: world.now, names: isQuestion ? person : personBelow, on: grid)
        let effects = world.give(.input(input))
        grid = world.app.render()
        isUntouched = world.app.navigation.customers.list.listing.isFresh
        if let finding = lostCursor { return finding }
        if let clicked = pointed ?? nil, world.app.scope == .list, let selected = ScreenReader(world.app, grid).person,
            selected != clicked
        {
            return Finding(law: 1, text: "a click on \(clicked) selects \(selected)")
        }
        return act.finding(effects, world.app, grid, &tally)
    }

    /// A cursor outside of the screen, or of what lies over the panes.
    private var lostCursor: Finding? {
        guard let cursor = grid.cursor else { return nil }
        let app = world.app
        let rows = app.navigation.overlay == nil ? 0..<grid.size.rows : app.layout.overlay.rows
        guard !rows.contains(cursor.row) || cursor.column >= grid.size.columns else { return nil }
        return Finding(law: 1, text: "the cursor stands outside of where the keys go, in \(app.scope.rawValue)")
    }

    private var isQuestion: Bool {
        if case .question? = world.app.navigation.overlay { true } else { false }
    }

    // MARK: From outside

    private mutating func happen() -> Finding? {
        for _ in 0..<8 {
            if let event = world.outside() { return look(at: event) }
        }
        return nil
    }

    private mutating func look(at event: Event) -> Finding? {
        note("\(event)")
        let before = Focus(world.app, grid)
        let leave = Leave(world.app, event, isUntouched: isUntouched)
        _ = world.give(event)
        sabotage?.afterEvent(event, &world.app)
        grid = world.app.render()
        let after = Focus(world.app, grid)
        tally.looks += 1
        if before.person != nil { tally.names += 1 }
        return leave.finding(before, after, isResize: { if case .input = event { true } else { false } }())
    }

    private mutating func note(_ event: String) {
        if keepsTrace { trace.append("\(world.app.scope.rawValue): \(event.prefix(200))") }
    }
}

extension InputEvent {
    /// Where it clicks.
    fileprivate var clicked: Position? {
        if case .mouse(.click(let position)) = self { position } else { nil }
    }
}

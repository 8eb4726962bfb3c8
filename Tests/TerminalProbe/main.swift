import Dispatch
import Glibc
import Screen
import Terminal

// A small program on the real terminal, for the tests to type into: it lists names, moves a selection, tells what it
// was sent, and dies in every way that is asked of it. Its arguments are the names.

/// The list and the last events.
@MainActor
final class Probe {
    private let terminal: CursesTerminal
    private let names: [String]
    private var selected = 0
    private var top = 0
    private var events: [String] = []

    init(_ terminal: CursesTerminal, names: [String]) {
        self.terminal = terminal
        self.names = names
    }

    func draw() {
        let size = terminal.size
        var grid = Grid(size)
        let facts = [terminal.isUnicode ? "unicode" : "ascii", terminal.hasColour ? "colour" : "plain"]
        grid.write("\(size.rows)x\(size.columns) \(facts.joined(separator: " "))", row: 0, column: 0)
        let divider = max(28, size.columns - 20)
        for row in 1..<max(1, size.rows - 1) where top + row - 1 < names.count {
            let isSelected = top + row - 1 == selected
            if isSelected { grid.write("▸", row: row, column: 1, style: .bold) }
            grid.write(
                names[top + row - 1], row: row, column: 3, columns: divider - 4, style: isSelected ? .bold : .plain)
            grid.write("│ row \(row) é漢", row: row, column: divider, style: Style(.cyan))
        }
        let text = events.suffix(8).joined(separator: " ")
        grid.write(text, row: size.rows - 1, column: 0, columns: size.columns)
        grid.write("#", row: size.rows - 1, column: size.columns - 1)
        terminal.show(grid)
    }

    func handle(_ arrived: [TerminalEvent]) {
        for event in arrived {
            switch event {
            case .input(.key(let key)): press(key)
            case .input(.paste(let text)): events.append("paste:\(text.utf8.count)")
            case .input(.resized), .input(.focused): break
            case .input(.mouse(let mouse)): events.append("mouse:\(mouse)")
            case .stopRequested: terminal.suspend()
            case .resumed: events.append("resumed")
            case .ended(let reason):
                terminal.close()
                exit(reason.exitCode)
            }
        }
        draw()
    }

    private func note(_ event: String) {
        events.append(event)
        draw()
    }

    private func press(_ key: Key) {
        switch key {
        case .up: selected = max(0, selected - 1)
        case .down: selected = min(names.count - 1, selected + 1)
        case .pageDown:
            top = min(names.count - 1, top + terminal.size.rows - 2)
            selected = top
        case .control("l"): terminal.redraw()
        case .control("z"): terminal.suspend()
        case .control("o"):
            // Two lines of a program's own, and what is typed there.
            let line = "stty -a | grep -o ' isig'; echo LENT; read -r word; exit ${word:-9}"
            terminal.lend(to: ["/bin/sh", "-c", line]) { self.note("lent:\($0)") }
        case .control("n"): terminal.lend(to: ["/nonexistent"]) { self.note("lent:\($0)") }
        case .control("y"): events.append("copy:\(terminal.copyToClipboard(names[selected]))")
        case .control("t"): fatalError("asked to trap")
        case .control("a"): abort()
        case .control("x"): exit(3)
        case .control("q"):
            terminal.close()
            terminal.close()
            exit(0)
        // Noted nowhere: the screen stays as it is.
        case .function(12): break
        default: events.append("<\(key.name)>")
        }
    }
}

do throws(TerminalFailure) {
    var options = TerminalOptions()
    options.reportsMouse = TerminalOptions.variable("PROBE_MOUSE") != nil
    let terminal = try CursesTerminal(options)
    let probe = Probe(terminal, names: Array(CommandLine.arguments.dropFirst()))
    probe.draw()
    terminal.start { probe.handle($0) }
} catch {
    print(error)
    exit(69)
}
dispatchMain()

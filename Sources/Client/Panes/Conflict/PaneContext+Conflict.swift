import Domain
import Journal
import Screen
import Wording

/// Drawing the conflict view: before, theirs and yours of each field.
extension PaneContext {
    /// The lines of one decision, and how many of them have to be seen before it can be taken.
    struct ConflictBlock {
        var lines: [Line] = []
        var endOfTheirs = 0

        struct Line {
            var texts: [(column: Int, text: String, style: Style)]
        }

        mutating func add(_ text: String, at column: Int, _ style: Style = .plain) {
            lines.append(Line(texts: [(column, text, style)]))
        }
    }

    /// From this width on the three values stand side by side.
    private static let sideBySideColumns = 72
    private static let labelColumns = 12

    func draw(_ state: ConflictPane, on grid: inout Grid, _ layout: Layout) {
        if let row = layout.headingRow { grid.write(heading(of: state), row: row, column: 1, style: .bold) }
        guard !model.erased.contains(state.customer) else {
            grid.cursor = Position(row: layout.body.origin.row, column: 3)
            return
        }
        let blocks = state.matter.decisions.indices.map { conflictBlock($0, of: state).lines }
        let first = blocks.prefix(state.focus).reduce(0) { $0 + $1.count }
        let all = blocks.flatMap(\.self) + agreedLines(state)
        let area = layout.body
        let rows = area.size.rows
        // The marked decision is seen from its first line on, with as much before it as there is room for.
        let needed = min(rows, blocks.indices.contains(state.focus) ? blocks[state.focus].count : 0)
        let top = state.offset > 0 ? first + state.offset : max(0, min(first, first + needed - rows))
        let marked = first + focusLine(of: state) - top
        grid.cursor = Position(row: area.origin.row + max(0, min(marked, rows - 1)), column: 3)
        for (index, line) in all.dropFirst(top).prefix(rows).enumerated() {
            for text in line.texts {
                grid.write(text.text, row: area.origin.row + index, column: text.column, style: text.style)
            }
        }
    }

    /// The line of the marked decision on which one chooses, counted from its first.
    private func focusLine(of state: ConflictPane) -> Int {
        guard case .whole? = state.focused else { return state.offset }
        return conflictBlock(state.focus, of: state).lines.count - (state.choices[.whole] == .mine ? 1 : 2)
    }

    /// The last row on which the marked decision is seen, counted from the list's first.
    func lastRow(of state: ConflictPane, _ layout: Layout) -> Int {
        min(
            layout.list.size.rows - 1,
            conflictBlock(state.focus, of: state).lines.count + layout.body.origin.row - layout.list.origin.row)
    }

    private func heading(of state: ConflictPane) -> String {
        let name = model.name(of: state.customer)
        if model.erased.contains(state.customer) { return "Conflict: \(name)" }
        return switch state.matter {
        case .changes(_, let theirs), .deletion(_, let theirs):
            "Conflict: \(name) was changed\(theirs.byAuthor) \(age(of: theirs.updatedAt)) (v\(theirs.version))"
        case .gone: "Conflict: \(name) was deleted by someone else"
        }
    }

    // MARK: Blocks

    func conflictBlock(_ index: Int, of state: ConflictPane) -> ConflictBlock {
        guard state.matter.decisions.indices.contains(index) else { return ConflictBlock() }
        let decision = state.matter.decisions[index]
        let isSelected = index == state.focus
        switch (decision, state.matter) {
        case (.field(let field), .changes(let edit, let theirs)):
            let mine = edit.changes[field]
            let isCreation = model.queue[state.sequence]?.change.kind == .create
            let values = Values(before: isCreation ? nil : mine?.from, theirs: theirs.details[field], mine: mine?.to)
            return chrome.size.columns >= Self.sideBySideColumns
                ? wideBlock(field, values, state.choices[decision], isSelected)
                : narrowBlock(field, values, state.choices[decision], isSelected)
        case (_, .deletion(let base, let theirs)):
            return deletionBlock(base, theirs, state.choices[decision])
        case (_, .gone(let mine, let edit)):
            return goneBlock(mine, edit, state.choices[decision], isRestored: mayRestore(state.matter))
        default: return ConflictBlock()
        }
    }

    private struct Values {
        let before: String?
        let theirs: String?
        let mine: String?
    }

    private func choiceGlyph(_ side: ConflictPane.Side, _ choice: ConflictPane.Side?) -> String {
        choice == side ? glyphs.online : glyphs.offline
    }

    private func lines(_ value: String?, of field: CustomerField, _ columns: Int) -> [String] {
        DisplayLines.wrapped(value.map { display($0, of: field) } ?? glyphs.none, columns: columns)
    }

    private func wideBlock(
        _ field: CustomerField, _ values: Values, _ choice: ConflictPane.Side?, _ isSelected: Bool
    ) -> ConflictBlock {
        let width = (chrome.size.columns - Self.labelColumns) / 3
        let columns = (0..<3).map { Self.labelColumns + $0 * width }
        func head(_ title: String, _ side: ConflictPane.Side) -> String { "\(choiceGlyph(side, choice)) \(title)" }
        var block = ConflictBlock()
        block.lines.append(
            .init(texts: [
                (1, isSelected ? glyphs.selection : " ", .bold), (3, field.label, isSelected ? .bold : .plain),
                (columns[0], "Before", .dim),
                (columns[1], head("Theirs", .theirs), choice == .theirs ? .bold : .dim),
                (columns[2], head("Yours", .mine), choice == .mine ? .bold : .dim),
            ]))
        let texts = [values.before, values.theirs, values.mine].map { lines($0, of: field, width - 3) }
        let styles: [Style] = [.dim, choice == .mine ? .dim : .plain, choice == .theirs ? .dim : .plain]
        for row in 0..<(texts.map(\.count).max() ?? 0) {
            let cells = (0..<3).filter { row < texts[$0].count }
            block.lines.append(
                .init(texts: cells.map { (columns[$0] + ($0 == 0 ? 0 : 2), texts[$0][row], styles[$0]) }))
        }
        block.endOfTheirs = 1 + texts[1].count
        block.add("", at: 0)
        return block
    }

    private func narrowBlock(
        _ field: CustomerField, _ values: Values, _ choice: ConflictPane.Side?, _ isSelected: Bool
    ) -> ConflictBlock {
        let width = max(1, chrome.size.columns - 13)
        var block = ConflictBlock()
        block.lines.append(
            .init(texts: [
                (1, isSelected ? glyphs.selection : " ", .bold), (3, field.label, isSelected ? .bold : .plain),
            ]))
        func add(_ title: String, _ value: String?, _ style: Style) {
            for (index, line) in lines(value, of: field, width).enumerated() {
                let title = index == 0 ? title : ""
                block.lines.append(.init(texts: [(3, title, style), (12, line, style)]))
            }
        }
        add("  before", values.before, .dim)
        add("\(choiceGlyph(.theirs, choice)) theirs", values.theirs, choice == .mine ? .dim : .plain)
        block.endOfTheirs = block.lines.count
        add("\(choiceGlyph(.mine, choice)) yours", values.mine, choice == .theirs ? .dim : .plain)
        return block
    }

    private func deletionBlock(
        _ base: CustomerDetails, _ theirs: Customer, _ choice: ConflictPane.Side?
    ) -> ConflictBlock {
        var block = ConflictBlock()
        addParagraph("You wanted to delete them as they were before. What is new since:", .plain, to: &block)
        let edit = CustomerEdit(from: base, to: theirs.details)
        for text in changeTexts(of: .edit(edit, version: theirs.version)) {
            addParagraph("  \(text)", .plain, to: &block)
        }
        if edit.isEmpty { addParagraph("  Nothing that is shown here.", .plain, to: &block) }
        block.endOfTheirs = block.lines.count
        addChoices("keep them as they are now", "delete them all the same", choice, to: &block)
        return block
    }

    private func goneBlock(
        _ mine: CustomerDetails?, _ edit: CustomerEdit, _ choice: ConflictPane.Side?, isRestored: Bool
    ) -> ConflictBlock {
        var block = ConflictBlock()
        addParagraph(
            "There is no customer left to make your edit to. With it they would be:", .plain, to: &block)
        let values: [(CustomerField, String?)] = CustomerField.readingOrder.compactMap { field in
            if let mine { return (field, mine[field]) }
            return edit.changes[field].map { (field, $0.to) }
        }
        for (field, value) in values {
            addParagraph("  \(field.label): \(oneLine(value, of: field))", .plain, to: &block)
        }
        block.endOfTheirs = block.lines.count
        let anew = isRestored ? "restore them, with your edit" : "create them again under a new id"
        addChoices("discard what you changed", anew, choice, to: &block)
        return block
    }

    private func addParagraph(_ text: String, _ style: Style, to block: inout ConflictBlock) {
        let indent = text.hasPrefix("  ") ? 5 : 3
        for line in DisplayLines.wrapped(text, columns: chrome.size.columns - indent - 1) {
            block.add(line, at: indent, style)
        }
    }

    private func addChoices(
        _ theirs: String, _ mine: String, _ choice: ConflictPane.Side?, to block: inout ConflictBlock
    ) {
        block.add("", at: 0)
        let choices = [
            (ConflictPane.Side.theirs, theirs, Command.chooseTheirs), (.mine, mine, .chooseMine),
        ]
        for (side, text, command) in choices {
            let style: Style = choice == side ? .bold : .plain
            block.add("\(choiceGlyph(side, choice)) \(text) (\(keyName(command)))", at: 3, style)
        }
    }

    // MARK: What is agreed

    /// The fields that need no choice, as they will be.
    private func agreedLines(_ state: ConflictPane) -> [ConflictBlock.Line] {
        guard case .changes(let edit, let theirs) = state.matter else { return [] }
        let open = Set(state.matter.decisions)
        let merged = edit.merged(onto: theirs.details).remaining.applied(to: theirs.details)
        var block = ConflictBlock()
        for field in CustomerField.readingOrder where !open.contains(.field(field)) {
            let note =
                merged[field] != theirs.details[field]
                ? " (yours)" : edit.changes[field] == nil ? "" : " (the same on both sides)"
            let text = "\(field.label): \(oneLine(merged[field], of: field))\(note)"
            for line in DisplayLines.wrapped(text, columns: chrome.size.columns - 4) { block.add(line, at: 3, .dim) }
        }
        return block.lines
    }
}

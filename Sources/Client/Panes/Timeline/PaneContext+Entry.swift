import Domain
import Journal
import Screen

/// Drawing an entry of a timeline, and copying from it.
extension PaneContext {
    /// Columns of the label, and of the word that says which value it is.
    private static let labelColumns = 10
    private static let sideColumns = 8
    /// With fewer columns a value has lines of its own.
    private static let narrowColumns = 50

    func entryLines(of pane: EntryPane) -> EntryLines {
        var lines = EntryLines(height: layout.bodyRows)
        let columns = max(8, layout.page.size.columns - 5)
        let entries = model.timelines[pane.id]?[pane.numbers] ?? []
        for entry in entries {
            if entry.number != entries.first?.number { lines.add([DetailLine()]) }
            lines.add(DisplayLines.wrapped(headline(of: entry), columns: columns).map { DetailLine($0, .bold) })
            for item in entry.items { lines.add(item, self.lines(of: item, columns)) }
        }
        if entries.isEmpty {
            let gone =
                model.erased.contains(pane.id) ? "Nothing is kept of what was." : "The entry is not here any more."
            lines.add(DisplayLines.wrapped(gone, columns: columns).map { DetailLine($0) })
        }
        return lines
    }

    /// `Changed by kim, 2026-11-23 08:00 UTC, 2 h ago, version 7, via customers`
    private func headline(of entry: TimelineEntry) -> String {
        let parts = [
            entry.kind.label + (entry.author.map { " by \($0)" } ?? ""),
            momentText(entry.moment), entry.kind.makesVersion ? "version \(entry.version)" : nil,
            entry.via.map { "via \($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private func lines(of item: EntryItem, _ columns: Int) -> [DetailLine] {
        switch item.part {
        case .whole:
            return DisplayLines.wrapped(wholeText(of: item.entry), columns: columns).map { DetailLine($0) }
        case .value(let field, let value, let isBefore):
            let text = value.map { display($0, of: field) } ?? glyphs.none
            let isChange = item.entry.kind == .changed
            let side = isChange ? (isBefore ? "before" : "after") : ""
            guard columns >= Self.narrowColumns else {
                let title = [field.label, side].filter { !$0.isEmpty }.joined(separator: ", ")
                return [DetailLine(title, .dim)]
                    + DisplayLines.wrapped(text, columns: columns - 2).map { DetailLine($0, indentedBy: 2) }
            }
            let indent = Self.labelColumns + (isChange ? Self.sideColumns : 0)
            var lines = DisplayLines.wrapped(text, columns: columns - indent).map { DetailLine($0, indentedBy: indent) }
            if !side.isEmpty { lines[0].add(side, .dim, at: 3 + Self.labelColumns) }
            if isBefore || !isChange { lines[0].label(field.label) }
            return lines
        }
    }

    private func wholeText(of entry: TimelineEntry) -> String {
        if entry.lacksValues { return "What it was is not kept any more." }
        return switch entry.kind {
        case .note: noteText(entry.note)
        case .retracted: "This note was retracted."
        case .deleted: "The customer went to the trash."
        case .restored: "The customer came back from the trash as they were."
        case .baseline, .created, .changed: "No value was changed."
        }
    }

    /// Sends a value to the clipboard, or what was said.
    mutating func copy(_ item: EntryItem, of id: CustomerID) {
        switch item.part {
        case .value(let field, let value, _):
            guard let value else { return post(.plain("There is no \(field.label.lowercased()) to copy.")) }
            copy(value, of: [id], keepsLineFeeds: field.allowsLineBreaks)
        case .whole:
            guard let note = item.entry.note else { return post(.plain("There is nothing to copy here.")) }
            copy(note, of: [id])
        }
    }
}

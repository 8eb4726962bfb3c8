import Domain
import Screen

/// The form pane: label and value, and below each value what is wrong with it or what somebody else wrote.
extension PaneContext {
    private static let labelColumns = 9

    func draw(_ form: FormPane, on grid: inout Grid, _ area: Rectangle) {
        var pen = Pen(area: area)
        pen.write(heading(of: form), at: 1, style: .bold, on: &grid)
        let (heading, places) = formPlaces(form, in: area)
        for _ in 0..<heading { pen.newLine() }
        for place in places { draw(place, of: form, with: &pen, on: &grid) }
        drawMore(than: places, below: heading, in: area, on: &grid)
    }

    /// Says at the right edge, beside the heading and in the last row, that fields are out of sight; in the last row
    /// beside the place where an arrow says the same of a value's lines.
    private func drawMore(
        than places: ArraySlice<FieldPlace>, below heading: Int, in area: Rectangle, on grid: inout Grid
    ) {
        let column = area.columns.upperBound - 1
        let last = min(area.size.rows, heading + rows(places)) - 1
        if places.startIndex > 0 {
            grid.write(glyphs.moreAbove, row: area.origin.row + heading - 1, column: column, style: .dim)
        }
        if places.endIndex < CustomerField.allCases.count, last >= heading {
            grid.write(glyphs.moreBelow, row: area.origin.row + last, column: column - 1, style: .dim)
        }
    }

    /// Rows from the area's first to the last that holds something of the form.
    func rows(of form: FormPane, in area: Rectangle) -> Int {
        let (heading, places) = formPlaces(form, in: area)
        return heading + rows(places)
    }

    /// The field whose value or remark stands on a row of the screen.
    func field(of form: FormPane, onRow row: Int, in area: Rectangle) -> CustomerField? {
        let (heading, places) = formPlaces(form, in: area)
        var end = area.origin.row + heading
        guard row >= end else { return nil }
        return places.first { place in
            end += place.valueRows + place.remarkRows
            return row < end
        }?.field
    }

    func heading(of form: FormPane) -> String {
        switch form.subject {
        case .new: form.former.map { "New customer, in place of \($0.name)" } ?? "New customer"
        case .edit(let customer): "Edit \(customer.name)" + (form.restores ? ", who was deleted" : "")
        }
    }

    // MARK: Sharing the rows

    /// A field with the rows that its value has.
    private struct FieldPlace {
        let field: CustomerField
        var valueRows: Int
        let remarkRows: Int
        /// Rows in which the whole value is seen.
        let wantedRows: Int
    }

    /// The rows of the heading, and every value in as many rows as it needs and as are free, the one being typed first; on a
    /// low screen the blank rows give way, then the fields before that one, then those behind it.
    private func formPlaces(_ form: FormPane, in area: Rectangle) -> (heading: Int, fields: ArraySlice<FieldPlace>) {
        var places = CustomerField.readingOrder.map { place(of: $0, form, in: area) }[...]
        let isLow = 2 + rows(places) > area.size.rows
        if isLow {
            places = CustomerField.readingOrder.map { place(of: $0, form, in: area, isLow: true) }[...]
        }
        let heading = isLow ? 1 : 2
        let room = area.size.rows - heading
        while rows(places) > room, let first = places.first, first.field != form.focus { places.removeFirst() }
        while rows(places) > room, let last = places.last, last.field != form.focus { places.removeLast() }
        var free = room - rows(places)
        let focused = places.indices.filter { places[$0].field == form.focus }
        for index in focused + places.indices {
            let more = max(0, min(free, places[index].wantedRows - places[index].valueRows))
            places[index].valueRows += more
            free -= more
        }
        return (heading, places)
    }

    private func rows(_ places: ArraySlice<FieldPlace>) -> Int {
        places.reduce(0) { $0 + $1.valueRows + $1.remarkRows }
    }

    /// - Parameter isLow: whether there is room for no more than has to be seen.
    private func place(
        of field: CustomerField, _ form: FormPane, in area: Rectangle, isLow: Bool = false
    ) -> FieldPlace {
        let isFocused = form.focus == field
        let wanted = form.fields[field].map {
            EditorView.rows(of: $0.editor, columns: valueColumns(in: area), isFocused: isFocused)
        }
        let least = field.allowsLineBreaks && !isLow ? 2 : 1
        return FieldPlace(
            field: field, valueRows: isFocused ? max(least, min(5, wanted ?? 1)) : least,
            remarkRows: max(isLow ? 0 : 1, remarkLines(on: field, form, in: area).lines.count), wantedRows: wanted ?? 1)
    }

    /// Room is left for an arrow, and for the mark of more fields beside it.
    private func valueColumns(in area: Rectangle) -> Int { max(1, area.size.columns - Self.labelColumns - 3) }

    // MARK: One field

    private func draw(_ place: FieldPlace, of form: FormPane, with pen: inout Pen, on grid: inout Grid) {
        let field = place.field
        guard let state = form.fields[field] else { return }
        let isFocused = form.focus == field
        let column = 1 + Self.labelColumns
        let marker = form.isChanged(field) ? "*" : " "
        pen.write(field.label + marker, at: 1, style: isFocused ? .bold : .dim, on: &grid)
        if isHidden(field, isFocused: isFocused) {
            if isFocused { grid.cursor = pen.position(at: column) }
            pen.write(Masking.masked(state.editor.text, of: field), at: column, style: .plain, on: &grid)
        } else {
            let box = Rectangle(
                row: pen.area.origin.row + pen.row, column: pen.area.origin.column + column,
                rows: max(0, min(place.valueRows, pen.area.size.rows - pen.row)), columns: valueColumns(in: pen.area))
            draw(state.editor, in: box, isFocused: isFocused, on: &grid)
        }
        for _ in 0..<place.valueRows { pen.newLine() }
        let remark = remarkLines(on: field, form, in: pen.area)
        for row in 0..<place.remarkRows {
            if row < remark.lines.count { pen.write(remark.lines[row], at: column, style: remark.style, on: &grid) }
            pen.newLine()
        }
    }

    private func isHidden(_ field: CustomerField, isFocused: Bool) -> Bool {
        chrome.isMasked && field != .name && (chrome.isIdle || !isFocused)
    }

    /// A value in its box, with arrows beside it where there is more above or below.
    private func draw(_ editor: LineEditor, in box: Rectangle, isFocused: Bool, on grid: inout Grid) {
        guard box.size.rows > 0 else { return }
        let view = EditorView(wrapping: editor, columns: box.size.columns, rows: box.size.rows, isFocused: isFocused)
        for (row, line) in zip(box.rows, view.lines) {
            grid.write(line, row: row, column: box.origin.column, columns: box.size.columns)
        }
        for row in box.rows {
            grid.restyle(row: row, columns: box.columns) { $0.attributes.insert(.underline) }
        }
        drawArrows(
            above: view.hasMore.above, below: view.hasMore.below, on: &grid, box.rows,
            column: box.columns.upperBound + 1)
        if isFocused {
            grid.cursor = Position(
                row: box.origin.row + view.cursor.row, column: box.origin.column + view.cursor.column)
        }
    }

    private func remarkLines(
        on field: CustomerField, _ form: FormPane, in area: Rectangle
    ) -> (lines: [String], style: Style) {
        guard let state = form.fields[field], let (text, style) = remark(on: field, state, form) else {
            return ([], .plain)
        }
        return (Array(DisplayLines.wrapped(text, columns: valueColumns(in: area)).prefix(3)), style)
    }

    /// Whether the field holds more than the terminal can show, so that editing would be guessing.
    func isLossy(_ field: CustomerField, _ form: FormPane) -> Bool {
        !environment.isUnicode && !form.text(field).utf8.allSatisfy { $0 < 0x80 }
    }

    /// What stands below a value: a fault once it was touched, else the other's newer value.
    private func remark(on field: CustomerField, _ state: FormPane.Field, _ form: FormPane) -> (String, Style)? {
        if state.isTouched, let fault = form.fault(field) {
            let leads = field == .email && form.takenBy != nil ? "; \(opensText(in: .form))" : ""
            return (fault + leads, Style(environment.colours[.error]))
        }
        if isLossy(field, form) {
            return ("not shown faithfully here; \(keyName(.clear, in: .form)) clears", style(of: .warning))
        }
        guard let theirs = state.theirs else { return likenessText(on: field, of: form).map { ($0, .dim) } }
        let value = theirs.value.map { display($0, of: field).replacingLineBreaks(with: ", ") } ?? "none"
        return ("now: \(value)", style(of: .warning))
    }
}

extension String {
    fileprivate func replacingLineBreaks(with separator: String) -> String {
        split(separator: "\n").joined(separator: separator)
    }
}

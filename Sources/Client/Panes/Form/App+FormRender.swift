import Domain
import Screen

/// The form pane: label and value, and below each value what is wrong with it or what somebody else wrote.
extension App {
    private static let labelColumns = 9

    func drawForm(on grid: inout Grid, _ area: Rectangle) {
        guard let form else { return }
        var pen = Pen(area: area)
        pen.write(heading(of: form), at: 1, style: .bold, on: &grid)
        for _ in 0..<headingRows(in: area) { pen.newLine() }
        for field in formFields(form, in: area) { draw(field, of: form, with: &pen, on: &grid) }
    }

    /// Rows from the area's first to the last that holds something of the form.
    func formRows(in area: Rectangle) -> Int {
        guard let form else { return 0 }
        return headingRows(in: area) + formRows(form, formFields(form, in: area))
    }

    private func headingRows(in area: Rectangle) -> Int {
        area.size.rows > 10 ? 2 : 1
    }

    /// On a low screen the fields before the focused one give way.
    private func formFields(_ form: FormState, in area: Rectangle) -> ArraySlice<CustomerField> {
        var fields = CustomerField.allCases[...]
        let rows = area.size.rows - headingRows(in: area)
        while formRows(form, fields) > rows, let first = fields.first, first != form.focus { fields.removeFirst() }
        return fields
    }

    private func heading(of form: FormState) -> String {
        switch form.subject {
        case .new: "New customer"
        case .edit(let customer): "Edit \(customer.name)"
        }
    }

    private func formRows(_ form: FormState, _ fields: ArraySlice<CustomerField>) -> Int {
        fields.reduce(0) { $0 + valueRows(form, $1) + max(1, remarkLines(on: $1, form).lines.count) }
    }

    /// The address grows with what is in it, to five lines.
    private func valueRows(_ form: FormState, _ field: CustomerField) -> Int {
        guard field.allowsLineBreaks else { return 1 }
        return min(5, max(2, form.text(field).split(separator: "\n", omittingEmptySubsequences: false).count))
    }

    private func draw(_ field: CustomerField, of form: FormState, with pen: inout Pen, on grid: inout Grid) {
        guard let state = form.fields[field] else { return }
        let isFocused = form.focus == field && pane == .form
        let column = 1 + Self.labelColumns
        let columns = max(1, pen.area.size.columns - column - 1)
        let rows = valueRows(form, field)
        let marker = form.isChanged(field) ? "*" : " "
        pen.write(field.label + marker, at: 1, style: isFocused ? .bold : .dim, on: &grid)
        if isHidden(field, isFocused: isFocused) {
            pen.write(Masking.masked(state.editor.text, of: field), at: column, style: .plain, on: &grid)
        } else {
            drawValue(state.editor, isFocused, column, columns, rows, pen, on: &grid)
        }
        for _ in 0..<rows { pen.newLine() }
        let remark = remarkLines(on: field, form)
        for line in remark.lines {
            pen.write(line, at: column, style: remark.style, on: &grid)
            pen.newLine()
        }
        if remark.lines.isEmpty { pen.newLine() }
    }

    private func isHidden(_ field: CustomerField, isFocused: Bool) -> Bool {
        isMasked && field != .name && (isIdle || !isFocused)
    }

    private func drawValue(
        _ editor: LineEditor, _ isFocused: Bool, _ column: Int, _ columns: Int, _ rows: Int, _ pen: Pen,
        on grid: inout Grid
    ) {
        let view = EditorView(editor, columns: columns, rows: rows)
        let origin = pen.area.origin
        for (index, line) in view.lines.enumerated() where pen.row + index < pen.area.size.rows {
            let row = origin.row + pen.row + index
            grid.write(line, row: row, column: origin.column + column, columns: columns)
        }
        for index in 0..<rows where pen.row + index < pen.area.size.rows {
            let start = origin.column + column
            grid.restyle(row: origin.row + pen.row + index, columns: start..<start + columns) {
                $0.attributes.insert(.underline)
            }
        }
        if isFocused, overlay == nil, pen.row + view.cursor.row < pen.area.size.rows {
            grid.cursor = Position(
                row: origin.row + pen.row + view.cursor.row, column: origin.column + column + view.cursor.column)
        }
    }

    private func remarkLines(on field: CustomerField, _ form: FormState) -> (lines: [String], style: Style) {
        guard let state = form.fields[field], let (text, style) = remark(on: field, state) else { return ([], .plain) }
        let columns = layout.side.size.columns - Self.labelColumns - 2
        return (Array(DisplayLines.wrapped(text, columns: columns).prefix(3)), style)
    }

    /// What stands below a value: a fault once it was touched, else the other's newer value.
    private func remark(on field: CustomerField, _ state: FormState.Field) -> (String, Style)? {
        if state.isTouched, let fault = form?.fault(field) { return (fault, Style(environment.colours[.error])) }
        if isLossy(field) { return ("not shown faithfully here; Ctrl-U clears", style(of: .warning)) }
        guard let theirs = state.theirs else { return nil }
        let value = theirs.value.map { display($0, of: field).replacingLineBreaks(with: ", ") } ?? "none"
        return ("now: \(value)", style(of: .warning))
    }
}

extension String {
    fileprivate func replacingLineBreaks(with separator: String) -> String {
        split(separator: "\n").joined(separator: separator)
    }
}

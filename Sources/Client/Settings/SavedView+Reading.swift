import Domain

/// `[views.NAME]` of a file.
extension SavedView {
    /// No filter that a search takes is longer.
    private static let maximumFilterBytes = 4_096
    private static let maximumColumns = 32

    /// The views of a file's `views` table.
    static func all(in root: ConfigTable, isOwn: Bool) throws(SettingsFailure) -> [String: SavedView] {
        guard let table = try root.table("views") else { return [:] }
        return try table.values { name throws(SettingsFailure) in
            guard isName(name) else { throw .badViewName(table.place(of: name), name) }
            return try table.table(name).map { view throws(SettingsFailure) in
                try SavedView(name: name, view, isOwn: isOwn)
            }
        }
    }

    private init(name: String, _ table: ConfigTable, isOwn: Bool) throws(SettingsFailure) {
        try table.checkKeys(["filter", "sort", "columns"])
        let filter = try table.string("filter")
        if let filter, filter.value.utf8.count > Self.maximumFilterBytes {
            throw .tooLong(filter.place, "filter", maximumBytes: Self.maximumFilterBytes)
        }
        let columns = try table.strings("columns")
        if let columns, columns.value.count > Self.maximumColumns {
            throw .outOfRange(
                columns.place, "columns", columns.value.count, expected: "at most \(Self.maximumColumns) names")
        }
        self.init(
            name: name, filter: filter.flatMap { $0.value.trimmedToVisible.isEmpty ? nil : $0.value },
            sort: try table.string("sort")?.value, columns: columns?.value ?? [],
            place: isOwn ? nil : table.place.text)
    }

    /// The view as a file has it.
    var table: String {
        var lines = ["[views.\(name)]"]
        if let filter { lines.append("filter = \(TOMLString.basic(filter))") }
        if let sort { lines.append("sort = \(TOMLString.basic(sort))") }
        if !columns.isEmpty {
            lines.append("columns = [\(columns.map(TOMLString.basic).joined(separator: ", "))]")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

import Domain
extension TokenFile {
    /// A sentence for each line of version 1, which is taken as it was until its token is rotated.
    func warnings(path: String) -> [String] {
        numbered.compactMap { number, entry in
            guard case .plain(let isWeak) = entry.form else { return nil }
            let name = entry.name.map { $0.unicodeScalars.map { $0.escapedInLine(asASCII: false) }.joined() }
            var faults = ["its token stands there as it is and has no end"]
            if isWeak { faults.append("is short enough to be guessed") }
            if let name = entry.name, entries.count(where: { $0.name == name }) > 1 {
                faults.append("is not the only one of its name")
            }
            if entries.count(where: { $0.digest == entry.digest }) > 1 { faults.append("stands in another line, too") }
            let next =
                name.map { "customers-api token rotate \($0) --token-file \(path)" }
                ?? "customers-api token add, and remove the line"
            return """
                warning: line \(number)\(name.map { " (\($0))" } ?? "") of the token file \(path) is of version 1: \
                \(faults.joined(separator: ", ")). Run: \(next)
                """
        }
    }
}

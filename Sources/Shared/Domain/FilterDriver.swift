/// What everybody who meets all groups of a filter has among their entries.
enum FilterDriver {
    /// More needs make a look into an index no shorter.
    private static let maximumNeeds = 8

    /// - Returns: `nil` when entries do not tell; a term that finds nobody when nobody can be found.
    static func term(of groups: [[FilterClause]]) -> SearchTerm? {
        var needs: [[String]] = []
        for group in groups {
            let terms = group.map(\.term)
            let possible = terms.compactMap(\.self).filter { !$0.findsNobody }
            if possible.isEmpty, let nobody = terms.compactMap(\.self).first, !terms.contains(nil) { return nobody }
            guard !terms.contains(nil) else { continue }
            needs += possible.count == 1 ? possible[0].needs.map(\.prefixes) : [possible.flatMap(longest)]
        }
        // What is a code has to be the only need (``SearchTerm/Need/prefixes``).
        if let code = needs.first(where: { $0.contains { $0.utf8.first == UInt8(ascii: " ") } }) { needs = [code] }
        func length(_ need: [String]) -> Int { need.map(\.utf8.count).min() ?? 0 }
        let longestFirst = needs.indices.sorted { (length(needs[$1]), $0) < (length(needs[$0]), $1) }
        let kept = Set(longestFirst.prefix(maximumNeeds))
        return SearchTerm(needs: needs.indices.filter(kept.contains).map { needs[$0] })
    }

    /// The prefixes of the one need that fewest are likely to meet.
    private static func longest(_ term: SearchTerm) -> [String] {
        term.needs.map(\.prefixes).max { left, right in
            (left.map(\.utf8.count).min() ?? 0) < (right.map(\.utf8.count).min() ?? 0)
        } ?? []
    }
}

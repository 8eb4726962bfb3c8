package import Wire

extension APIFailure {
    /// What becomes of reading pages that have no end.
    package init(_ pages: EndlessPages) {
        self = .misdirected(detail: pages.detail)
    }
}

extension PageTrail {
    /// Takes the next step, as ``follow(_:hasNews:)``.
    ///
    /// - Throws: ``APIFailure/misdirected(detail:)`` when it leads where one has been, or nowhere.
    mutating func step(to cursor: String?, hasNews: Bool) throws(APIFailure) {
        do throws(EndlessPages) {
            try follow(cursor, hasNews: hasNews)
        } catch {
            throw APIFailure(error)
        }
    }

    /// Takes the next step through the change feed, as ``follow(_:)``.
    ///
    /// - Throws: ``APIFailure/misdirected(detail:)`` when it leads where one has been, or nowhere.
    package mutating func step(through page: ChangePageJSON) throws(APIFailure) {
        do throws(EndlessPages) {
            try follow(page)
        } catch {
            throw APIFailure(error)
        }
    }
}

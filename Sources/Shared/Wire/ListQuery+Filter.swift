package import Domain

extension ListQuery {
    /// Who is looked for; `nil` for everybody.
    ///
    /// What is sent names moments instead of days (``CustomerFilter/wireText``), so that it means the same whenever it is read.
    package var filter: CustomerFilter? {
        guard let search else { return nil }
        return (try? CustomerFilter(search, dates: FilterDates(now: .now()))) ?? nil
    }
}

import Domain
import Wire

/// What is seen or taken out of the server's sight is noted for its audit log: whose, and of how many, but no values.
extension App {
    /// How long rows are gathered that are seen while the API is away.
    private static let gatheringMilliseconds = 5_000

    func shown(_ context: PaneContext) -> (details: CustomerID?, rows: ArraySlice<CustomerID>) {
        navigation.showsCustomers ? customers.onScreen(context) : (nil, [])
    }

    /// Hidden values are shown again.
    mutating func reportReveal() {
        let (details, rows) = shown(context)
        let count = Set(rows).union([details].compactMap(\.self)).count
        context.report(.reveal, of: details, count: count)
    }

    // MARK: While the API is away

    /// The API is lost: who is on the screen already was given by it.
    mutating func beginOfflineReads() {
        let (details, rows) = shown(context)
        chrome.offlineReads.begin(details, rows)
    }

    /// After every event: notes who is newly on the screen while the API is away, at once who is in the details.
    mutating func noteOfflineReads() {
        guard model.connection.isAway else {
            if !chrome.offlineReads.isEmpty { endOfflineReads() }
            return
        }
        let (details, rows) = shown(context)
        if chrome.offlineReads.add(rows) { reportRows() }
        if let details, chrome.offlineReads.isNew(details) { context.report(.offlineRead, of: details, count: 1) }
        if context.isLeaving { flushOfflineReads() }
    }

    /// The first rows are reported when they come, the next together when the time is over.
    private mutating func reportRows() {
        guard !chrome.offlineReads.isGathering else { return }
        flushOfflineReads()
        chrome.offlineReads.isGathering = true
        perform(.start(.offlineReads, milliseconds: Self.gatheringMilliseconds))
    }

    mutating func endGathering() {
        chrome.offlineReads.isGathering = false
        if chrome.offlineReads.unreported > 0 { reportRows() }
    }

    private mutating func flushOfflineReads() {
        let count = chrome.offlineReads.takeUnreported()
        if count > 0 { context.report(.offlineRead, of: nil, count: count) }
    }

    private mutating func endOfflineReads() {
        flushOfflineReads()
        perform(.stop(.offlineReads))
        chrome.offlineReads = OfflineReads()
    }
}

/// Who was seen on this machine while the API was away.
struct OfflineReads: Sendable {
    private var rows: Set<CustomerID> = []
    private var details: Set<CustomerID> = []
    /// Customers in rows that were seen since the last report.
    private(set) var unreported = 0
    /// Whether a report was made a moment ago, and the next one waits.
    var isGathering = false

    var isEmpty: Bool { rows.isEmpty && details.isEmpty }

    /// These are no news.
    mutating func begin(_ detailed: CustomerID?, _ shown: some Sequence<CustomerID>) {
        rows.formUnion(shown)
        if let detailed { details.insert(detailed) }
    }

    /// - Returns: whether one of them is new.
    mutating func add(_ shown: some Sequence<CustomerID>) -> Bool {
        let before = rows.count
        rows.formUnion(shown)
        unreported += rows.count - before
        return rows.count > before
    }

    mutating func isNew(_ id: CustomerID) -> Bool { details.insert(id).inserted }

    mutating func takeUnreported() -> Int {
        defer { unreported = 0 }
        return unreported
    }
}

extension CustomersScreen {
    /// Whose values are on the screen: in the details or the form, and in rows.
    func onScreen(_ context: PaneContext) -> (details: CustomerID?, rows: ArraySlice<CustomerID>) {
        let details = context.layout.isWide || focus == .side ? openForm?.customerID ?? detail?.id : nil
        let rows = showsRows(context) ? listing.rows.dropFirst(listing.top).prefix(context.layout.visibleRows) : []
        return (details, rows)
    }
}

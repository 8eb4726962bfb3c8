import BenchSupport
import CustomerAPI
import Domain
import Randomness
import SQLiteStore
import SampleData
import Wire

/// What clients of a large directory ask for, each kind as often as its weight says.
enum Operation: String, CaseIterable {
    case listFirstPage = "list, first page of 100"
    case listDeepPage = "list, a page of 100 somewhere"
    case getByID = "get by id"
    case findByEmail = "find by email"
    case searchRare = "search, a whole email"
    case searchCommon = "search, a family name"
    case searchPrefix = "search, two letters"
    case searchLetter = "search, one letter"
    case searchDomain = "search, example.com"
    case searchTwoWords = "search, given and family name"
    case searchTwoCommon = "search, given name and example.com"
    case searchTwoPrefixes = "search, two letters twice"
    case searchPhone = "search, last four digits"
    case searchNobody = "search, nobody"
    case changes = "changes, a page of 100 somewhere"

    var weight: Int {
        switch self {
        case .getByID: 20
        case .listFirstPage, .listDeepPage, .findByEmail, .searchCommon, .searchTwoWords, .searchPrefix: 10
        case .searchRare, .searchTwoPrefixes, .searchPhone, .changes: 5
        case .searchLetter, .searchDomain, .searchTwoCommon, .searchNobody: 3
        }
    }
}

/// Runs operations on people of the directory itself, one after the other.
struct Mix {
    let store: SQLiteCustomerStore
    let people: [NewCustomer]
    let seed: UInt64

    init(store: SQLiteCustomerStore, count: Int, seed: UInt64) {
        self.store = store
        self.seed = seed
        // Every so manieth person, so that the terms are as frequent as in the whole directory.
        let step = max(1, count / 2_000)
        people = SamplePeople(count: count).enumerated().filter { $0.offset.isMultiple(of: step) }.map(\.element)
    }

    func run(operations: Int) async throws -> [Measurement] {
        let lottery = Operation.allCases.flatMap { Array(repeating: $0, count: $0.weight) }
        let directory = try await directoryPositions()
        let feed = try await feedPositions()
        var random = SplitMix(seed: seed)
        var measurements: [Measurement] = []
        for _ in 0..<operations {
            let operation = lottery[random.below(lottery.count)]
            let call = Call(
                person: people[random.below(people.count)].details, other: people[random.below(people.count)].details,
                directoryPosition: directory[random.below(directory.count)],
                feedPosition: feed[random.below(feed.count)])
            measurements.append(
                try await Measurement.of(operation.rawValue) { try await perform(operation, call) })
        }
        return measurements
    }

    /// Of those who find nobody in a large directory some look for what is similar; it is beside the mix, for it reads all words.
    func similar(_ times: Int) async throws -> [Measurement] {
        var random = SplitMix(seed: seed)
        var measurements: [Measurement] = []
        for _ in 0..<times {
            let names = people[random.below(people.count)].details.nameFold.split(separator: " ")
            let name = names.last.map(String.init) ?? ""
            guard let term = SimilarTerm(String(name.prefix(2) + name.dropFirst(3))) else { continue }
            measurements.append(
                try await Measurement.of("similar to a family name with a letter missing") {
                    try await store.similar(to: term, limit: SimilarTerm.maximumCustomers).count
                })
        }
        return measurements
    }

    private struct Call {
        let person: CustomerDetails
        let other: CustomerDetails
        let directoryPosition: StorePosition?
        let feedPosition: StorePosition?

        var id: CustomerID { CustomerID(imported: person) }
        var names: [String] { person.nameFold.split(separator: " ").map(String.init) }

        func prefix(of details: CustomerDetails, _ length: Int) -> String {
            String(details.nameFold.prefix(length))
        }
    }

    /// Behind every thousandth customer.
    private func directoryPositions() async throws -> [StorePosition?] {
        var positions: [StorePosition?] = []
        var next: StorePosition?
        repeat {
            positions.append(next)
            next = try await store.page(.directory(.name), after: next, limit: 1_000).next
        } while next != nil
        return positions
    }

    /// Behind every thousandth change.
    private func feedPositions() async throws -> [StorePosition?] {
        var positions: [StorePosition?] = [nil]
        while true {
            let page = try await store.changes(after: positions.last ?? nil, limit: 1_000)
            guard page.more else { return positions }
            positions.append(page.position)
        }
    }

    /// - Returns: how many rows a search looked at.
    private func perform(_ operation: Operation, _ call: Call) async throws -> Int {
        switch operation {
        case .listFirstPage: try await list(after: nil)
        case .listDeepPage: try await list(after: call.directoryPosition)
        case .getByID: try await discard(store.record(call.id))
        case .findByEmail: try await discard(store.customer(emailKey: call.person.emailKey ?? ""))
        case .searchRare: try await search(call.person.email ?? "")
        case .searchCommon: try await search(call.names.last ?? "")
        case .searchPrefix: try await search(call.prefix(of: call.person, 2))
        case .searchLetter: try await search(call.prefix(of: call.person, 1))
        case .searchDomain: try await search("example.com")
        case .searchTwoWords: try await search(call.names.joined(separator: " "))
        case .searchTwoCommon: try await search((call.names.first ?? "") + " example.com")
        case .searchTwoPrefixes:
            try await search(call.prefix(of: call.person, 2) + " " + call.prefix(of: call.other, 2))
        case .searchPhone: try await search(String((call.person.phone ?? "0000").filter(\.isNumber).suffix(4)))
        case .searchNobody: try await search((call.names.first ?? "") + " nobody.invalid")
        case .changes: try await discard(store.changes(after: call.feedPosition, limit: 100))
        }
    }

    private func list(after position: StorePosition?) async throws -> Int {
        try await discard(store.page(.directory(.name), after: position, limit: 100))
    }

    private func search(_ typed: String) async throws -> Int {
        guard let term = SearchTerm(typed) else { return 0 }
        return try await store.searchPage(term, after: nil, limit: 100).examined
    }

    private func discard(_: some Sendable) -> Int { 0 }
}

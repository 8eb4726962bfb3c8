import BenchSupport
import Cache
import Domain
import Randomness
import SampleData
import Wire

/// What somebody types who looks for a person, from the rarest to the most common.
enum Typed: String, CaseIterable {
    case email = "a whole email"
    case fullName = "given and family name"
    case familyName = "a family name"
    case threeLetters = "three letters"
    case twoLetters = "two letters"
    case letter = "one letter"
    case commonLetter = "the commonest letter"
    case domain = "example.com"
    case nameAndDomain = "given name and example.com"
    case twoLettersTwice = "two letters twice"
    case letterTwice = "one letter twice"
    case letterAndDomain = "one letter and example.com"
    case threeWords = "one letter three times"
    case digits = "last four digits"
    case nobody = "nobody"

    func text(_ person: CustomerDetails, _ other: CustomerDetails, _ third: CustomerDetails) -> String {
        let names = person.nameFold.split(separator: " ").map(String.init)
        func start(_ details: CustomerDetails, _ length: Int) -> String { String(details.nameFold.prefix(length)) }
        return switch self {
        case .email: person.email ?? ""
        case .fullName: names.joined(separator: " ")
        case .familyName: names.last ?? ""
        case .threeLetters: start(person, 3)
        case .twoLetters: start(person, 2)
        case .letter: start(person, 1)
        case .commonLetter: "e"
        case .domain: "example.com"
        case .nameAndDomain: (names.first ?? "") + " example.com"
        case .twoLettersTwice: start(person, 2) + " " + start(other, 2)
        case .letterTwice: start(person, 1) + " " + start(other, 1)
        case .letterAndDomain: start(person, 1) + " example.com"
        case .threeWords: start(person, 1) + " " + start(other, 1) + " " + start(third, 1)
        case .digits: String((person.phone ?? "0000").filter(\.isNumber).suffix(4))
        case .nobody: (names.first ?? "") + " nobody.invalid"
        }
    }
}

/// Asks the cache for people of the directory itself, one after the other; what is counted is how many are found.
struct Mix {
    private let path: String
    private let origin: String
    private let people: [CustomerDetails]
    private let seed: UInt64

    init(path: String, origin: String, count: Int, seed: UInt64) {
        self.path = path
        self.origin = origin
        self.seed = seed
        // Every so manieth person, so that the terms are as frequent as in the whole directory.
        let step = max(1, count / 2_000)
        people = SamplePeople(count: count).enumerated().filter { $0.offset.isMultiple(of: step) }.map(
            \.element.details)
    }

    /// Opens the cache and reads what a first screen shows.
    func starts(_ times: Int) throws -> [Measurement] {
        try (0..<times).flatMap { _ in
            var cache: CustomerCache?
            let opening = try Measurement.of("open") {
                cache = try CustomerCache(at: .file(path), origin: origin)
                return 0
            }
            let page = try Measurement.of("first page of 40 after opening") {
                try cache?.page(limit: 40).customers.count ?? 0
            }
            let search = try Measurement.of("first search after opening") {
                try SearchTerm("e").flatMap { try cache?.search($0, limit: 100).customers.count } ?? 0
            }
            let count = try Measurement.of("first count after opening") {
                try SearchTerm("s").flatMap { try cache?.count(of: $0) } ?? 0
            }
            cache?.close()
            return [opening, page, search, count]
        }
    }

    /// For each term the first screen, then the count with nothing kept of it, then the next screen.
    func run(operations: Int) throws -> [Measurement] {
        let cache = try CustomerCache(at: .file(path), origin: origin)
        defer { cache.close() }
        var random = SplitMix(seed: seed)
        var measurements: [Measurement] = []
        func person() -> CustomerDetails { people[random.below(people.count)] }
        for number in 0..<operations {
            let typed = Typed.allCases[number % Typed.allCases.count]
            guard let term = SearchTerm(typed.text(person(), person(), person())) else { continue }
            var page: CachePage?
            measurements.append(
                try Measurement.of("first 100 of " + typed.rawValue) {
                    page = try cache.search(term, limit: 100)
                    return page?.customers.count ?? 0
                })
            let somebody = DuplicateTraits(person())
            measurements.append(
                try Measurement.of("who may be the same as somebody") {
                    try cache.duplicates(of: somebody, except: .random()).count
                })
            if let next = page?.next {
                measurements.append(
                    try Measurement.of("next 100 of a search") {
                        try cache.search(term, after: next, limit: 100).customers.count
                    })
            }
            if let nobody = SearchTerm("nobody.invalid@") { _ = try cache.count(of: nobody) }
            measurements.append(try Measurement.of("count of " + typed.rawValue) { try cache.count(of: term) })
            let name = Typed.familyName.text(person(), person(), person())
            if let similar = SimilarTerm(String(name.prefix(2) + name.dropFirst(3))) {
                measurements.append(
                    try Measurement.of("similar to a family name with a letter missing") {
                        try cache.similar(to: similar, limit: SimilarTerm.maximumCustomers).count
                    })
            }
            let id = CustomerID(imported: person())
            measurements.append(try Measurement.of("get by id") { try cache.customer(id) == nil ? 0 : 1 })
        }
        return measurements
    }
}

import APIClient
import Cache
import Domain
import Wording
import Workspace

/// The names that are like a term that finds nobody, for standard error: `Similar: Anderson (12), Andersen (3).`
struct SimilarHint {
    private let term: SimilarTerm

    private static let maximumNames = 5

    /// `nil` where nothing was looked for, or more than words was asked for.
    init?(_ filter: CustomerFilter?) {
        guard let term = filter?.similarTerm else { return nil }
        self.term = term
    }

    /// Asks the API; one that cannot say, or does not answer, is no failure of the search.
    func say(asking client: CustomerClient) async {
        if let customers = try? await client.similar(to: term.text) { say(customers) }
    }

    /// - Parameter cache: has everybody.
    func say(from cache: CustomerCache) {
        let similar = (try? cache.similar(to: term, limit: SimilarTerm.maximumCustomers)) ?? []
        say(similar.map(\.customer))
    }

    private func say(_ customers: [Customer]) {
        if let message = message(customers) { StandardError.say(message) }
    }

    func message(_ customers: [Customer]) -> String? {
        guard !customers.isEmpty else { return nil }
        var words = SimilarWords(term)
        for customer in customers {
            for word in SearchTokens(customer).words where SimilarWords.hasPlace(for: word.utf8) {
                words.look(at: word)
            }
        }
        var counts: [String: Int] = [:]
        for customer in customers {
            let names = Set(words.names(in: customer.details))
            // Who is similar by a company or a domain.
            for name in names.isEmpty ? [customer.details.name] : names { counts[name, default: 0] += 1 }
        }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let named = sorted.prefix(Self.maximumNames).map { "\($0.key) (\(Phrases.count($0.value)))" }
        let isAll = sorted.count <= Self.maximumNames && customers.count < SimilarTerm.maximumCustomers
        return "Similar: \(named.joined(separator: ", "))\(isAll ? "." : ", and others.")"
    }
}

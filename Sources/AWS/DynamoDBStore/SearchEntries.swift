import Domain
import DynamoDB
import Wire

/// What a customer is found by besides the beginning of the name: the texts under ``TableLayout/words``.
///
/// The customer's own item stands under its name, and so for every typed word that begins the name; the claim of the email
/// stands under the email. What is left are the further words, each with the name behind it, so that those who share a
/// word come in the order of names, and the codes of the phone and the id. A word that begins another text of the same
/// customer needs none of its own.
struct SearchEntries: Hashable {
    let id: CustomerID
    let details: CustomerDetails
    let nameFold: String
    /// The text of the email's claim; `nil` for who has no email, of whom there may be many.
    let email: String?
    /// The texts of the entries, in the order of their numbers.
    let further: [String]

    init(_ id: CustomerID, _ details: CustomerDetails) {
        self.id = id
        self.details = details
        nameFold = details.nameFold
        email = details.email.map { SearchSortKey.cut(TextFold.search($0)) }
        let tokens = SearchTokens(details, id, hasFurther: false)
        let (own, all) = ([nameFold] + (email.map { [$0] } ?? []), tokens.words)
        let words = all.filter { word in
            !own.contains { $0.begins(with: word) } && !all.contains { $0 != word && $0.begins(with: word) }
        }
        further = words.map { [nameFold] word in SearchSortKey.cut(word + " " + nameFold) } + tokens.codes
    }

    /// Whether, of all that a search for the prefixes passes of this customer, the entry with `text` comes first.
    ///
    /// A search passes the names first and then the words; it shows a customer at the first place only, on whichever page
    /// that is.
    func isFirst(_ text: String, beginningWith prefixes: [String]) -> Bool {
        func isPassed(_ text: String) -> Bool { prefixes.contains { text.begins(with: $0) } }
        return !isPassed(nameFold)
            && (further + (email.map { [$0] } ?? [])).allSatisfy { other in
                !isPassed(other) || !other.utf8.lexicographicallyPrecedes(text.utf8)
            }
    }
}

// MARK: - Items

extension SearchEntries {
    /// The claim of the email; `nil` without one.
    var claim: Item? {
        guard let claimKey, let email else { return nil }
        var claim = item(key: claimKey, text: email)
        claim[Attribute.owner] = .string(id.text)
        return claim
    }

    var claimKey: Item? { details.emailKey.map(Self.claimKey) }

    /// The keys of all entries that a customer may have had whose item names no version of them.
    static func formerEntries(_ id: CustomerID) -> [Item] {
        (0..<maximumFormerEntries).map { entryKey(id, $0) }
    }

    /// Ten words and a phone.
    private static let maximumFormerEntries = 11

    /// The entries by number.
    var entries: [Item] {
        further.enumerated().map { number, text in item(key: Self.entryKey(id, number), text: text) }
    }

    /// All that is written of them.
    var items: [Item] { (claim.map { [$0] } ?? []) + entries }

    static func claimKey(_ emailKey: String) -> Item {
        [Attribute.id: .string("email#" + emailKey)]
    }

    static func entryKey(_ id: CustomerID, _ number: Int) -> Item {
        [Attribute.id: .string("find#\(id.text)#\(number)")]
    }

    private func item(key: Item, text: String) -> Item {
        var row: Item = [:]
        row.write(details, CustomerField.searched)
        row[Attribute.entries] = .number(Int64(SearchTokens.version))
        return key.merging([
            Attribute.row: .map(row),
            Attribute.searchPartition: .string(TableLayout.words),
            Attribute.searchSort: .string(SearchSortKey.key(text, id)),
        ]) { own, _ in own }
    }
}

extension StringProtocol {
    /// Byte by byte, as DynamoDB compares; `hasPrefix` compares characters.
    func begins(with prefix: some StringProtocol) -> Bool {
        utf8.starts(with: prefix.utf8)
    }
}

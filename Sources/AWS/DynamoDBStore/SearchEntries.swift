import Domain
import DynamoDB
import Wire

/// What a customer is found by besides the beginning of the name: the texts under ``TableLayout/words``.
///
/// The customer's own item stands under its name, and so for every typed word that begins the name; the claim of the email
/// stands under the email. What is left are the further words of the name, the email's domain and the phone, each with
/// the name behind it, so that those who share a word come in the order of names. A word that begins another text of the
/// same customer needs none of its own.
struct SearchEntries: Hashable {
    let id: CustomerID
    let details: CustomerDetails
    let nameFold: String
    /// The text of the email's claim.
    let email: String
    /// The texts of the entries, in the order of their numbers.
    let further: [String]

    init(_ id: CustomerID, _ details: CustomerDetails) {
        self.id = id
        self.details = details
        nameFold = details.nameFold
        email = SearchSortKey.cut(TextFold.name(details.email))
        let tokens = SearchTokens(details)
        let own = [nameFold, email]
        let words = tokens.words.filter { word in
            !own.contains { $0.begins(with: word) } && !tokens.words.contains { $0 != word && $0.begins(with: word) }
        }
        let phone = tokens.reversedPhone.map { [Self.phone(reversed: $0)] } ?? []
        further = words.map { [nameFold] word in SearchSortKey.cut(word + " " + nameFold) } + phone
    }

    /// Begins with a space, as no typed word does.
    static func phone(reversed digits: some StringProtocol) -> String {
        " " + digits
    }

    /// Whether, of all that a search for `prefix` passes of this customer, the entry with `text` comes first.
    ///
    /// A search passes the names first and then the words; it shows a customer at the first place only, on whichever page
    /// that is.
    func isFirst(_ text: String, beginningWith prefix: String) -> Bool {
        !nameFold.begins(with: prefix)
            && (further + [email]).allSatisfy { other in
                !other.begins(with: prefix) || !other.utf8.lexicographicallyPrecedes(text.utf8)
            }
    }
}

// MARK: - Items

extension SearchEntries {
    var claim: Item {
        var claim = item(key: Self.claimKey(details.emailKey), text: email)
        claim[Attribute.owner] = .string(id.text)
        return claim
    }

    /// The claim; `nil` for who has no email, of whom there may be many.
    var ownClaim: Item? { details.emailKey.isEmpty ? nil : claim }

    /// The entries by number.
    var entries: [Item] {
        further.enumerated().map { number, text in item(key: Self.entryKey(id, number), text: text) }
    }

    static func claimKey(_ emailKey: String) -> Item {
        [Attribute.id: .string("email#" + emailKey)]
    }

    static func entryKey(_ id: CustomerID, _ number: Int) -> Item {
        [Attribute.id: .string("find#\(id.text)#\(number)")]
    }

    private func item(key: Item, text: String) -> Item {
        var row: Item = [:]
        row.write(details, CustomerField.searched)
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

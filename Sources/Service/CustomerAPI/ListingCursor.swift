import Crypto
import Domain
package import Wire

/// A place in a list or a search as clients carry it: sealed, because it holds names and emails, and good for one query only.
///
/// Base64url of AES-GCM's nonce, ciphertext and tag (NIST SP 800-38D). What the place belongs to is authenticated with it, so a
/// cursor that was cut, altered, or used with another sort or search does not open. The nonce is a keyed digest of both: equal
/// places have equal cursors, by which a client notices that it is led round in a circle, and no nonce stands for two of them.
package struct ListingCursor: Sendable {
    private let scope: [UInt8]
    private let sealing: SymmetricKey
    private let numbering: SymmetricKey

    private static let nonceBytes = 12

    /// - Parameter sort: which was asked for, also where what is found by words has an order of its own.
    package init(for listing: StoreListing, sort: ListQuery.Sort = .name, key: CursorKey) {
        var digest = Digest()
        for part in Self.scope(of: listing, sort) { digest.add(part) }
        scope = digest.bytes()
        (sealing, numbering) = (key.sealing, key.numbering)
    }

    private static func scope(of listing: StoreListing, _ sort: ListQuery.Sort) -> [String] {
        switch listing {
        case .directory(let sort): ["directory", sort.rawValue]
        case .filtered(let filter, let sort): ["filter", sort.rawValue, filter.text]
        case .search(let term):
            (sort == .name ? ["search"] : ["search", sort.rawValue])
                + term.needs.flatMap { [String($0.prefixes.count)] + $0.prefixes }
        }
    }

    package func encoded(_ position: StorePosition) -> String {
        do {
            let code = HMAC<SHA256>.authenticationCode(for: scope + position.bytes, using: numbering)
            let nonce = try AES.GCM.Nonce(data: Array(code.prefix(Self.nonceBytes)))
            let box = try AES.GCM.seal(position.bytes, using: sealing, nonce: nonce, authenticating: scope)
            return Base64URL.encoded(Array(nonce) + Array(box.ciphertext) + Array(box.tag))
        } catch {
            preconditionFailure("a position cannot be sealed: \(error)")
        }
    }

    /// The position inside.
    ///
    /// - Throws: the problem `bad-cursor`.
    package func decoded(_ text: String) throws(Problem) -> StorePosition {
        guard let sealed = Base64URL.decoded(text), let box = try? AES.GCM.SealedBox(combined: sealed),
            let position = try? AES.GCM.open(box, using: sealing, authenticating: scope)
        else { throw .badCursor }
        return StorePosition(Array(position))
    }
}

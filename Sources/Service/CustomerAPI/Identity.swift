/// Who somebody is, whatever they are called just now: one value for one person, and never two people's.
///
/// Quotas and the audit log go by it, and never by a name that is shown: two people may have the same email one after the other,
/// and one person several.
package enum Identity: Hashable, Sendable {
    /// The holder of a token that the operator made; `nil` for tokens without a name, whose holders nothing tells apart.
    case tokenHolder(String?)
    /// Whom an issuer knows under a subject, which it never gives to anybody else (OpenID Connect Core §2, `sub`).
    case subject(String, issuer: String)
    /// Who signs requests with keys of AWS.
    case signer(arn: String)

    /// As logs have it. No two have the same: a token's name has no colon, an issuer is an address without `#`, and an ARN is
    /// none.
    package var text: String? {
        switch self {
        case .tokenHolder(let name): name
        case .subject(let subject, let issuer): "\(issuer)#\(subject)"
        case .signer(let arn): arn
        }
    }
}

/// A caller who is known, and may do something.
package struct Principal: Hashable, Sendable {
    package let identity: Identity
    package let role: Role
    /// An address of theirs that the issuer has made sure of.
    package let email: String?

    /// - Parameter email: shown to people in place of the identity; it decides nothing.
    package init(_ identity: Identity, email: String? = nil, role: Role) {
        self.identity = identity
        self.email = email
        self.role = role
    }

    /// The holder of a token that the operator made.
    package init(name: String?, role: Role) {
        self.init(.tokenHolder(name), role: role)
    }

    /// What people read: changes are recorded under it (`updated_by`); `nil` for one that the operator gave no name.
    package var name: String? { email ?? identity.text }
}

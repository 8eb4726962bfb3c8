/// Somebody who may be the same person as another one, and by what.
package struct Duplicate: Hashable, Sendable {
    package let customer: Customer
    package let reason: Reason

    package init(_ customer: Customer, by reason: Reason) {
        self.customer = customer
        self.reason = reason
    }

    /// The most telling first.
    package enum Reason: String, CaseIterable, Sendable {
        /// The same digits of the phone, seven and more.
        case phone
        /// The same email but for dots and what stands behind a plus.
        case email
        /// The same name, as it is searched, and the same company, domain, or beginning of the address.
        case name
    }

    /// How many are shown, at most.
    package static let maximumShown = 20

    /// Where everybody may have an address: the same one tells nothing of two people of one name.
    static let publicDomains: Set<String> = [
        "aol.com", "bluewin.ch", "free.fr", "freenet.de", "gmail.com", "gmx.at", "gmx.ch", "gmx.de", "gmx.net",
        "googlemail.com", "hotmail.com", "hotmail.de", "hotmail.fr", "icloud.com", "laposte.net", "libero.it",
        "live.com",
        "mac.com", "mail.com", "mail.ru", "me.com", "msn.com", "orange.fr", "outlook.com", "outlook.de", "posteo.de",
        "proton.me", "protonmail.com", "qq.com", "seznam.cz", "t-online.de", "wanadoo.fr", "web.de", "wp.pl",
        "yahoo.co.uk",
        "yahoo.com", "yahoo.de", "yahoo.fr", "yandex.ru", "163.com",
    ]
}

/// Two customers, in whatever order they are named.
package struct CustomerPair: Hashable, Sendable {
    package let first: CustomerID
    package let second: CustomerID

    package init(_ one: CustomerID, _ other: CustomerID) {
        (first, second) = one.text <= other.text ? (one, other) : (other, one)
    }

    /// `nil` for somebody who is neither of them.
    package func other(of id: CustomerID) -> CustomerID? {
        id == first ? second : id == second ? first : nil
    }
}

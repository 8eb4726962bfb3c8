package import Domain

/// What somebody did with customers that their client had already, and the server could not see.
package struct ReportedUse: Hashable, Sendable {
    package let kind: Kind
    /// By the client's clock.
    package let moment: Timestamp
    /// Whom it was about, where it was one.
    package let customerID: CustomerID?
    /// How many it was about, 0…1,000,000,000.
    package let count: Int?
    /// Where the person sat: sshd's `SSH_CONNECTION`, at most 128 printable ASCII characters.
    package let sshConnection: String?

    /// What was done, by its name on the wire.
    package enum Kind: String, CaseIterable, Sendable {
        /// Hidden values were shown on the screen.
        case reveal
        /// Customers were written to a file or a pipe.
        case export
        /// A value was handed to the clipboard.
        case copy
        /// Customers were read from the client's own copy.
        case offlineRead = "offline-read"
    }

    /// Uses in one report, 1 at least.
    package static let maximumPerReport = 200
    static let counts = 0...1_000_000_000
    static let maximumConnectionBytes = 128

    package init(
        _ kind: Kind, at moment: Timestamp, customerID: CustomerID? = nil, count: Int? = nil,
        sshConnection: String? = nil
    ) {
        self.kind = kind
        self.moment = moment
        self.customerID = customerID
        self.count = count
        self.sshConnection = sshConnection
    }

    /// The members' names in JSON.
    enum Member: String, CaseIterable {
        case what
        case when
        case customerID = "customer_id"
        case count
        case sshConnection = "ssh_connection"
    }
}

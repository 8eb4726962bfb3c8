package import Domain

/// The body of `GET /api/health`.
package struct HealthJSON: Hashable, Sendable, Encodable {
    /// `OK`
    package let status: String
    package let timestamp: String
    /// The server's version.
    package let version: String
    /// Whether the operator lets clients keep the whole directory.
    package let replicate: Bool

    package init(timestamp: Timestamp, version: String, replicate: Bool) {
        self.init(status: "OK", timestamp: timestamp.text, version: version, replicate: replicate)
    }

    init(status: String, timestamp: String, version: String, replicate: Bool) {
        self.status = status
        self.timestamp = timestamp
        self.version = version
        self.replicate = replicate
    }
}

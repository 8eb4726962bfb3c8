package import Domain

/// The body of `GET /api/health`.
package struct HealthJSON: Hashable, Sendable, Codable {
    /// `OK`
    package let status: String
    package let timestamp: String
    /// The server's version.
    package let version: String
    /// Whether the operator lets clients keep the whole directory.
    package let replicate: Bool

    package init(timestamp: Timestamp, version: String, replicate: Bool) {
        status = "OK"
        self.timestamp = timestamp.text
        self.version = version
        self.replicate = replicate
    }
}

package import Domain
import JSON

/// The body of `GET /api/health`.
package struct HealthJSON: Hashable, Sendable {
    /// `OK`
    package let status: String
    package let timestamp: String
    /// The server's version.
    package let version: String
    /// Whether the caller may keep the whole directory: the operator lets clients, and this one's role has it.
    package let replicate: Bool
    /// The contract's version, major and minor.
    package let contract: String
    /// What the server can do that one of the contract's first version cannot; what only a later one can is left out.
    package let capabilities: [Capability]

    /// What this program speaks: `info.version` of Assets/contract/openapi.yaml, major and minor. It changes with the
    /// contract, not with the programs' version.
    package static let contract = "2.2"
    /// What a server speaks that does not say.
    static let firstContract = "1.0"

    package init(
        timestamp: Timestamp, version: String, replicate: Bool, contract: String = Self.contract,
        capabilities: [Capability] = []
    ) {
        self.init(
            status: "OK", timestamp: timestamp.text, version: version, replicate: replicate, contract: contract,
            capabilities: capabilities)
    }

    init(
        status: String, timestamp: String, version: String, replicate: Bool, contract: String,
        capabilities: [Capability]
    ) {
        self.status = status
        self.timestamp = timestamp
        self.version = version
        self.replicate = replicate
        self.contract = contract
        self.capabilities = capabilities
    }

    package func has(_ capability: Capability) -> Bool {
        capabilities.contains(capability)
    }

    /// The body: monitors ask for it every few seconds.
    var bytes: [UInt8] {
        let json: JSONValue = [
            "status": .string(status), "timestamp": .string(timestamp), "version": .string(version),
            "contract": .string(contract), "replicate": .bool(replicate),
            "capabilities": .array(capabilities.map { .string($0.rawValue) }),
        ]
        return json.bytes()
    }
}

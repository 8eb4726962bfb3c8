package import HTTP

/// Where DynamoDB is, and the region that requests are signed for.
package struct DynamoDBEndpoint: Hashable, Sendable {
    package let server: ServerAddress
    package let region: String

    /// `AWS_ENDPOINT_URL_DYNAMODB`, then `AWS_ENDPOINT_URL`, then the region's own address.
    ///
    /// - Parameter region: from the environment or a profile.
    package init(region: String?, environment: [String: String]) throws(DynamoDBEndpointFailure) {
        guard let region, !region.isEmpty else { throw .noRegion }
        guard region.utf8.allSatisfy(Self.isRegionCharacter) else { throw .badRegion(region) }
        self.region = region
        for setting in ["AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"] {
            guard let text = environment[setting], !text.isEmpty else { continue }
            guard let server = ServerAddress(text) else { throw .badAddress(setting: setting) }
            self.server = server
            return
        }
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        guard let server = ServerAddress("https://dynamodb.\(region).\(domain)") else { throw .badRegion(region) }
        self.server = server
    }

    private static func isRegionCharacter(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "0"..."9", "-": true
        default: false
        }
    }
}

/// Why there is no endpoint.
package enum DynamoDBEndpointFailure: Error, Hashable, Sendable {
    case noRegion
    case badRegion(String)
    case badAddress(setting: String)

    /// The cause and the next step.
    package var message: String {
        switch self {
        case .noRegion: "There is no AWS region: set AWS_REGION, or region in the AWS profile."
        case .badRegion(let region): "\"\(region)\" is not an AWS region; AWS_REGION is something like eu-central-1."
        case .badAddress(let setting): "\(setting) is not an http or https address."
        }
    }
}

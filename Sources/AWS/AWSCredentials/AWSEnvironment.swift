package import HTTP
package import Signing

/// What the environment and the shared files say about AWS.
package struct AWSEnvironment: Sendable {
    private let variables: [String: String]
    private let profile: AWSProfile?

    /// Reads the shared files, unless the variables say everything and name no profile.
    package init(_ variables: [String: String]) throws(AccessKeyFailure) {
        self.variables = variables.filter { !$0.value.isEmpty }
        profile = Self.sayEverything(self.variables) ? nil : try AWSProfile(environment: self.variables)
    }

    private static func sayEverything(_ variables: [String: String]) -> Bool {
        variables["AWS_PROFILE"] == nil && variables["AWS_REGION"] != nil && variables["AWS_ACCESS_KEY_ID"] != nil
    }

    /// `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's `region`.
    package var region: String? {
        variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"] ?? profile?.region
    }

    /// The first source that is set up: the environment, the profile, the container's endpoint, the machine's role.
    ///
    /// - Parameter connect: makes a transport to an endpoint that hands out keys.
    package func accessKeys(
        connect: @Sendable (ServerAddress) -> any Transport
    ) throws(AccessKeyFailure) -> any AccessKeySource {
        if let key = try AccessKey(environment: variables) { return key }
        if let source = try profile?.source() { return AccessKeyCache(source) }
        if let source = try ContainerEndpoint(environment: variables, connect: connect) {
            return AccessKeyCache(source)
        }
        if let source = try InstanceMetadata(environment: variables, connect: connect) {
            return AccessKeyCache(source)
        }
        throw .notConfigured
    }
}

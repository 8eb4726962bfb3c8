import HTTP
import HTTPTypes
import Signing

/// The role of the machine, from its metadata service, version 2 (EC2 User Guide, "IMDSv2").
struct InstanceMetadata: AccessKeySource {
    let transport: any Transport

    /// What the failures name.
    private static let setting = "the machine's metadata service (AWS_EC2_METADATA_SERVICE_ENDPOINT)"
    private static let rolePath = "/latest/meta-data/iam/security-credentials/"

    /// `nil` when `AWS_EC2_METADATA_DISABLED` says so.
    init?(
        environment: [String: String], connect: @Sendable (ServerAddress) -> any Transport
    ) throws(AccessKeyFailure) {
        guard environment["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" else { return nil }
        let text = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 }
        guard let server = ServerAddress(text ?? "http://169.254.169.254") else {
            throw .endpointFailed(setting: Self.setting, reason: "its value is not an http or https address")
        }
        transport = connect(server)
    }

    func accessKey() async throws(AccessKeyFailure) -> AccessKey {
        let session = try await session()
        let roles = try await transport.keyAnswer(
            Request(.get, Self.rolePath, fields: [.metadataToken: session]), setting: Self.setting)
        guard let role = String(decoding: roles, as: UTF8.self).split(whereSeparator: \.isNewline).first else {
            throw .endpointFailed(setting: Self.setting, reason: "this machine has no role")
        }
        return try await transport.key(
            Request(.get, Self.rolePath + PercentEncoding.encoded(role), fields: [.metadataToken: session]),
            setting: Self.setting)
    }

    /// A session of six hours; an answer proves that there is such a service at all.
    private func session() async throws(AccessKeyFailure) -> String {
        let request = Request(.put, "/latest/api/token", fields: [.metadataTokenLifetime: "21600"])
        do throws(AccessKeyFailure) {
            return String(decoding: try await transport.keyAnswer(request, setting: Self.setting), as: UTF8.self)
        } catch {
            // No answer: this is not a machine of AWS, and nothing else was set up.
            if case .endpointFailed(_, reason: "no connection") = error { throw .notConfigured }
            if case .endpointFailed(_, reason: "no answer") = error { throw .notConfigured }
            throw error
        }
    }
}

extension HTTPField.Name {
    fileprivate static let metadataToken = literal("x-aws-ec2-metadata-token")
    fileprivate static let metadataTokenLifetime = literal("x-aws-ec2-metadata-token-ttl-seconds")
}

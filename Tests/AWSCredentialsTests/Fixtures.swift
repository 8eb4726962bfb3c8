import AWSCredentials
import Domain
import FoundationEssentials
import HTTP
import Signing
import TestSupport
import Transports

let noon = Timestamp(microseconds: 1_767_268_800_000_000)

/// What an endpoint says of a key that is good until half past twelve.
let keyAnswer = Misbehaviour.answer(
    200,
    body: """
        {"Code":"Success","AccessKeyId":"ASIAROLE","SecretAccessKey":"s3cret","Token":"t0ken",\
        "Expiration":"2026-01-01T12:30:00Z"}
        """)
let roleKey = AccessKey(
    id: "ASIAROLE", secret: "s3cret", sessionToken: "t0ken", expiration: noon.advanced(bySeconds: 1_800))

/// What a machine without any setting has: no files, and no metadata service.
let bare = ["HOME": "/nowhere", "AWS_EC2_METADATA_DISABLED": "true"]

/// The key that an environment leads to.
func key(_ variables: [String: String]) async throws -> AccessKey {
    try await found(variables).get()
}

/// The failure that an environment leads to; `nil` when there is a key.
func failure(_ variables: [String: String]) async -> AccessKeyFailure? {
    if case .failure(let failure) = await found(variables) { failure } else { nil }
}

private func found(_ variables: [String: String]) async -> Result<AccessKey, AccessKeyFailure> {
    do throws(AccessKeyFailure) {
        let environment = try AWSEnvironment(variables.merging(bare) { own, _ in own })
        return .success(try await environment.accessKeys { HTTPTransport($0) }.accessKey())
    } catch {
        return .failure(error)
    }
}

/// Performs `body` with an environment that has these shared files.
func withFiles<Value>(
    config: String? = nil, credentials: String? = nil, _ body: ([String: String]) async throws -> Value
) async throws -> Value {
    try await withTemporaryFolder { folder in
        try FileManager.default.createDirectory(atPath: folder + "/.aws", withIntermediateDirectories: true)
        for (name, text) in [("config", config), ("credentials", credentials)] {
            if let text { try Data(text.utf8).write(to: URL(filePath: folder + "/.aws/" + name)) }
        }
        return try await body(["HOME": folder])
    }
}

import Domain
import FoundationEssentials
import Signing

/// A key as endpoints and credential processes write it in JSON.
///
/// Containers and machines call the token `Token`, processes call it `SessionToken` (AWS CLI User Guide, "Sourcing
/// credentials with an external process").
struct KeyDocument: Decodable {
    let accessKeyId: String?
    let secretAccessKey: String?
    let token: String?
    let sessionToken: String?
    let expiration: String?
    let version: Int?
    /// Machines write `Success` here, or what is wrong.
    let code: String?

    enum CodingKeys: String, CodingKey {
        case accessKeyId = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case sessionToken = "SessionToken"
        case expiration = "Expiration"
        case version = "Version"
        case code = "Code"
    }

    init(_ bytes: [UInt8]) throws(KeyDocumentFailure) {
        guard let document = try? JSONDecoder().decode(KeyDocument.self, from: Data(bytes)) else {
            throw KeyDocumentFailure(reason: "what came is not JSON with a key in it")
        }
        self = document
    }

    func key() throws(KeyDocumentFailure) -> AccessKey {
        if let code, code != "Success" { throw KeyDocumentFailure(reason: "it says \(code.prefix(64))") }
        guard let id = accessKeyId, let secret = secretAccessKey else {
            throw KeyDocumentFailure(reason: "AccessKeyId or SecretAccessKey is missing")
        }
        let end = try expiration.map { text throws(KeyDocumentFailure) in
            guard let end = Timestamp(text) else { throw KeyDocumentFailure(reason: "Expiration is not a date") }
            return end
        }
        return AccessKey(id: id, secret: secret, sessionToken: token ?? sessionToken, expiration: end)
    }
}

/// Why a document holds no key; nothing of the document is in it.
struct KeyDocumentFailure: Error {
    let reason: String
}

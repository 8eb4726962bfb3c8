import HTTP
import HTTPTypes
package import Signing
import Transports

extension MiniStack {
    /// Makes a user who may do these actions, on everything, and nothing else.
    package func user(_ name: String, mayDo actions: [String]) async throws -> AccessKey {
        let list = actions.map { "\"\($0)\"" }.joined(separator: ",")
        let policy = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\(list)],"Resource":"*"}]}
            """
        _ = try await manage(["Action": "CreateUser", "UserName": name])
        _ = try await manage([
            "Action": "PutUserPolicy", "UserName": name, "PolicyName": "desk", "PolicyDocument": policy,
        ])
        let answer = try await manage(["Action": "CreateAccessKey", "UserName": name])
        func value(_ element: String) -> String {
            guard let start = answer.firstRange(of: "<\(element)>"), let end = answer.firstRange(of: "</\(element)>")
            else {
                return ""
            }
            return String(answer[start.upperBound..<end.lowerBound])
        }
        return AccessKey(id: value("AccessKeyId"), secret: value("SecretAccessKey"))
    }

    /// Sends a request to IAM's query API.
    private func manage(_ parameters: [String: String]) async throws -> String {
        var query = Query()
        for (name, value) in parameters.merging(["Version": "2010-05-08"], uniquingKeysWith: { $1 }) {
            query.add(name, value)
        }
        guard let server = ServerAddress(url) else { return "" }
        let request = Request(
            .post, "/", fields: [.contentType: "application/x-www-form-urlencoded"], body: Array(query.text.utf8))
        let signer = RequestSigner(
            SignatureV4(service: "iam", region: "us-east-1"), host: server.hostField, keys: Self.key)
        let response = try await transport.send(try await signer.signed(request), deadline: .now + .seconds(60))
        let text = String(decoding: response.body, as: UTF8.self)
        guard response.status == .ok else { throw NotRunning(log: "IAM: \(text)") }
        return text
    }
}

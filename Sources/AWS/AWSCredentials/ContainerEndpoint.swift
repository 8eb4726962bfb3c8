import HTTP
import HTTPTypes
import Signing

/// The endpoint that ECS, EKS and their like give to a container (`AWS_CONTAINER_CREDENTIALS_*`).
struct ContainerEndpoint: AccessKeySource {
    /// The variable that says where it is.
    let setting: String
    let server: ServerAddress
    let path: String
    let token: Token?
    let transport: any Transport

    enum Token {
        case value(String)
        /// Read again each time, because the platform replaces what is in it.
        case file(path: String)
    }

    /// `nil` when the environment names none.
    init?(
        environment: [String: String], connect: @Sendable (ServerAddress) -> any Transport
    ) throws(AccessKeyFailure) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let url: String
        if let relative = value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            setting = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"
            url = "http://169.254.170.2" + relative
        } else if let full = value("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            setting = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
            url = full
        } else {
            return nil
        }
        guard let (server, path) = Self.parts(url) else {
            throw .endpointFailed(setting: setting, reason: "its value is not an http or https address")
        }
        guard server.isEncrypted || server.isLoopback || Self.platformHosts.contains(server.host) else {
            throw .endpointRefused(setting: setting, host: server.host)
        }
        self.server = server
        self.path = path
        token =
            value("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE").map { .file(path: $0) }
            ?? value("AWS_CONTAINER_AUTHORIZATION_TOKEN").map { .value($0) }
        transport = connect(server)
    }

    /// Of ECS and EKS, which answer over plain HTTP inside the machine.
    private static let platformHosts: Set<String> = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"]

    /// The server, and the path with its query.
    private static func parts(_ url: String) -> (ServerAddress, String)? {
        let slashes = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard slashes.count >= 3, let server = ServerAddress(slashes[..<3].joined(separator: "/")) else { return nil }
        return (server, "/" + (slashes.count > 3 ? slashes[3] : ""))
    }

    func accessKey() async throws(AccessKeyFailure) -> AccessKey {
        var request = Request(.get, path)
        if let token { request.fields[.authorization] = try read(token) }
        return try await transport.key(request, setting: setting)
    }

    private func read(_ token: Token) throws(AccessKeyFailure) -> String {
        switch token {
        case .value(let token): return token
        case .file(let path):
            do throws(BoundedFile.Failure) {
                return String(decoding: try BoundedFile.read(path), as: UTF8.self).filter { !$0.isNewline }
            } catch {
                let reason =
                    switch error {
                    case .missing: "it is missing"
                    case .unreadable(let reason): reason
                    }
                throw .unreadable(setting: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", path: path, reason: reason)
            }
        }
    }
}

extension Transport {
    /// How long an endpoint inside the machine may take.
    static var keyTimeout: Duration { .seconds(2) }

    /// The body of a successful answer.
    func keyAnswer(_ request: Request, setting: String) async throws(AccessKeyFailure) -> [UInt8] {
        let response: Response
        do throws(TransportFailure) {
            response = try await send(request, deadline: .now + Self.keyTimeout)
        } catch {
            guard error.reason != .cancelled else { throw .cancelled }
            throw .endpointFailed(setting: setting, reason: error.reason == .timedOut ? "no answer" : "no connection")
        }
        guard response.status == .ok else {
            throw .endpointFailed(setting: setting, reason: "status \(response.status.code)")
        }
        return response.body
    }

    func key(_ request: Request, setting: String) async throws(AccessKeyFailure) -> AccessKey {
        let body = try await keyAnswer(request, setting: setting)
        do throws(KeyDocumentFailure) {
            return try KeyDocument(body).key()
        } catch {
            throw .endpointFailed(setting: setting, reason: error.reason)
        }
    }
}

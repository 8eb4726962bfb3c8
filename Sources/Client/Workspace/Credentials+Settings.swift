import APIClient
import AWSCredentials
import Domain
import HTTP
import Settings
import Signing
import Transports
import Wording

extension Credentials {
    /// - Throws: what is missing for `auth = "aws"`, naming the setting.
    init(
        _ settings: ClientSettings, _ endpoint: APIEndpoint, environment: [String: String]
    ) throws(CommandFailure) {
        let address = try? APIEndpoint(settings.signInAddress, carriesToken: false, allowsInsecureHTTP: true)
        guard let owner = address?.server.origin else {
            throw CommandFailure(
                .configuration,
                "The sign-in's address cannot be used: \(settings.signInAddress). Write it as the API's.")
        }
        switch settings.authentication {
        case .none: self = .none
        case .bearer(.value(let token)): self = .bearer(TokenCache(.value(token)), for: owner)
        case .bearer(.file(let path)): self = .bearer(TokenCache(.file(path: path)), for: owner)
        case .bearer(.command(let command)): self = .bearer(TokenCache(.command(command)), for: owner)
        case .oidc(let issuer):
            let source = SignInSource(issuer, settings, environment: environment)
            self = .bearer(TokenCache(.signIn(source)), for: owner)
        case .aws:
            do throws(AccessKeyFailure) {
                let aws = try AWSEnvironment(environment)
                guard let region = endpoint.server.gatewayRegion ?? aws.region else { throw .noRegion }
                let keys = try aws.accessKeys { HTTPTransport($0, .init(connectTimeout: .seconds(1))) }
                let signature = SignatureV4(service: "execute-api", region: region)
                self = .aws(
                    RequestSigner(
                        signature, host: endpoint.server.hostField, pathPrefix: endpoint.server.pathPrefix, keys: keys),
                    for: owner)
            } catch {
                throw CommandFailure(.configuration, "auth = \"aws\": \(error.message)")
            }
        }
    }
}

extension ServerAddress {
    /// The region in an address of API Gateway's own, `ID.execute-api.REGION.amazonaws.com`; `nil` for any other.
    fileprivate var gatewayRegion: String? {
        let labels = host.lowercased().split(separator: ".")
        guard labels.count >= 5, labels[1] == "execute-api", labels[3] == "amazonaws" else { return nil }
        return String(labels[2])
    }
}

import ArgumentParser
import CustomerAPI
import Domain
import Files
import FoundationEssentials
import HTTP
import Logging
import NIOSSL
import OIDC
import OpenID
import Transports

/// Whose tokens the server takes besides those of its token file.
struct IssuerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Take the access tokens of an OpenID Connect issuer, as its tokens name it: https://login.example.com.",
            discussion: """
                Its keys (RSA, P-256 or Ed25519) are fetched at the start, each hour, and when it uses new ones; while it is \
                away those from before count for a day. Changes are recorded under ISSUER#SUBJECT, or under an email that the \
                issuer says is verified.
                """,
            valueName: "url"))
    var oidcIssuer: String?

    @Option(
        name: .customLong("oidc-audience"),
        help: ArgumentHelp("Whom those tokens have to be made for; may be repeated, one is enough.", valueName: "name"))
    var oidcAudiences: [String] = []

    @Option(
        help: ArgumentHelp(
            "The claim that names the holder's role (reader, agent, exporter, admin); without it everybody is an exporter.",
            valueName: "claim"))
    var oidcRoleClaim: String?

    @Option(
        name: .customLong("oidc-required-scope"),
        help: ArgumentHelp("A scope that tokens must have; may be repeated, all are needed.", valueName: "scope"))
    var oidcRequiredScopes: [String] = []

    @Option(
        help: ArgumentHelp("Certificates (PEM) to trust for the issuer besides the system's.", valueName: "file"),
        completion: .file())
    var oidcCaFile: String?

    mutating func validate() throws {
        guard (oidcIssuer == nil) == oidcAudiences.isEmpty else {
            throw ValidationError("--oidc-issuer and --oidc-audience go together: give both or neither.")
        }
        guard oidcIssuer != nil || (oidcRoleClaim == nil && oidcRequiredScopes.isEmpty && oidcCaFile == nil) else {
            throw ValidationError("--oidc-role-claim, --oidc-required-scope and --oidc-ca-file need --oidc-issuer.")
        }
        guard (oidcAudiences + oidcRequiredScopes).allSatisfy({ !$0.isEmpty }) else {
            throw ValidationError("--oidc-audience and --oidc-required-scope take a name that is not empty.")
        }
        if let oidcRoleClaim, TokenRules.ownWords.contains(oidcRoleClaim) {
            throw ValidationError(
                "--oidc-role-claim \(oidcRoleClaim) is what people choose themselves: name another claim.")
        }
    }

    var isNamed: Bool { oidcIssuer != nil }

    /// The keys that such tokens are signed with, and what judges them; `nil` when no issuer is named.
    func tokens(_ logger: Logger) throws(StartFailure) -> (keys: IssuerKeys, tokens: IssuedTokens)? {
        guard let oidcIssuer else { return nil }
        if let oidcCaFile { try Self.check(authorities: oidcCaFile) }
        let authorityFile = oidcCaFile
        let issuer = Issuer(oidcIssuer) { server in
            let proxy = ProxyAddress(for: server, environment: ProcessInfo.processInfo.environment)
            return HTTPTransport(
                server, .init(authorityFile: authorityFile, proxy: proxy, maximumResponseBytes: Issuer.maximumBytes))
        }
        guard let issuer else {
            throw StartFailure(
                .configuration,
                "--oidc-issuer \(oidcIssuer) is no issuer: name an address such as https://login.example.com, over TLS unless "
                    + "it is on this machine.")
        }
        let rules = TokenRules(
            issuer: oidcIssuer, audience: Set(oidcAudiences), scopes: oidcRequiredScopes, roleClaim: oidcRoleClaim)
        let keys = IssuerKeys(issuer) { $0.log(to: logger) }
        return (keys, IssuedTokens(rules, keys: keys))
    }

    private static let limitBytes = 1 << 20

    /// Who can write that file can be the issuer, so it is judged as what is obeyed.
    ///
    /// - Throws: a failure of kind `configuration` with the cause.
    private static func check(authorities path: String) throws(StartFailure) {
        let bytes: [UInt8]
        do throws(FileRefusal) {
            bytes = try TrustedFile.read(path, .configuration, limitBytes: limitBytes)
        } catch {
            throw StartFailure(.configuration, error.message("--oidc-ca-file", path))
        }
        guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
            throw StartFailure(
                .configuration,
                "--oidc-ca-file \(path) holds no certificate in PEM format: name the file of the issuer's authority.")
        }
    }
}

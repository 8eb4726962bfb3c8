import APIClient
import Domain
import HTTP
import OpenID
package import Settings
package import SignIn
import Transports
import Wording

extension SignInSession {
    /// The sign-in of a profile with its issuer, kept until logout.
    ///
    /// - Throws: ``SignInFailure`` for an address that is no issuer's, and where this session has nowhere to keep it.
    package init(
        _ issuer: IssuerSettings, _ settings: ClientSettings, environment: [String: String]
    ) throws(SignInFailure) {
        guard let runtime = Directories(environment: environment).runtime else { throw .nowhere }
        let authorityFile = settings.caFile
        let known = Issuer(issuer.issuer) { server in
            let proxy = ProxyAddress(for: server, environment: environment)
            return HTTPTransport(
                server, .init(authorityFile: authorityFile, proxy: proxy, maximumResponseBytes: Issuer.maximumBytes))
        }
        guard let known else { throw .badIssuer(issuer.issuer) }
        let terms = SignInTerms(
            api: settings.api, issuer: issuer.issuer, clientID: issuer.clientID, scopes: issuer.scopes,
            audience: issuer.audience)
        self.init(terms, issuer: known, file: SignInFile(folder: "\(runtime)/\(settings.profileName)"))
    }
}

extension SignInSource {
    /// The tokens of that sign-in; what stands against it is told to anyone who asks for one.
    init(_ issuer: IssuerSettings, _ settings: ClientSettings, environment: [String: String]) {
        self.init(name: "\(settings.profileName) \(settings.api) \(issuer.issuer) \(issuer.clientID)") { refused in
            do throws(SignInFailure) {
                let session = try SignInSession(issuer, settings, environment: environment)
                return .success(try await session.token(insteadOf: refused))
            } catch {
                return .failure(error == .cancelled ? .cancelled : .signIn(error.message))
            }
        }
    }
}

import APIClient
import HTTP
import HTTPTypes
import Journal
import TestSupport
import Wire

/// What stands between a client and the server and answers in its place, or the server when it is not itself.
enum Stranger: Sendable {
    /// A page to sign in at, with status 200.
    case portal
    /// To another host, which takes everything for granted.
    case redirection
    case notFoundPage
    case gateway(Int)
    /// 429 or 503, as the API says it.
    case busy(status: Int, Int?)
    case signIn
    /// A proxy or a network that wants a sign-in, with 401 or 403; what was sent may have gone on all the same.
    case barrier(Int)
    /// What a read of the customer is answered just now, as from a cache on the way.
    case staleRead
    /// What a read of somebody else is answered.
    case mixedUp
    /// The API's own 500.
    case ownFailure

    static let elsewhere = "https://elsewhere.example.com"

    func response(to flight: Flight, _ server: SimulatedServer) -> Response {
        switch self {
        case .portal: return Self.page(.ok, "Sign in to use this network")
        case .redirection:
            var response = Self.page(.temporaryRedirect, "Moved")
            response.fields[.location] = Self.elsewhere + (flight.request.head.path ?? "")
            return response
        case .notFoundPage: return Self.page(.notFound, "Not found")
        case .gateway(let code): return Self.page(.init(code: code), "Gateway")
        case .busy(429, let seconds):
            return Problem(.throttled, "Too many requests.", retryAfterSeconds: seconds).response
        case .busy(_, let seconds):
            return Problem(.unavailable, "Not just now.", retryAfterSeconds: seconds).response
        case .signIn: return Problem(.unauthenticated, "Who are you?").response
        case .barrier(let code): return Self.page(.init(code: code), "Sign in to the proxy")
        case .staleRead:
            guard let call = flight.batch?.call, let customer = call.id.flatMap(server.customer) else {
                return Self.nobody
            }
            let response = ReadAnswer.customer(customer).response
            // Nothing on the wire tells a read that shows the wanted values at the expected version from the write's answer.
            return (try? call.answer(in: response)) == nil ? response : Self.nobody
        case .mixedUp:
            let others = server.store.log.lazy.map(\.id).filter { $0 != flight.batch?.customer }
            guard let other = others.compactMap(server.customer).first else { return Self.nobody }
            return WriteAnswer.changed(other, replayOf: nil).response
        case .ownFailure:
            var problem = Problem(.internal, "The server failed.")
            problem.instance = "r"
            return problem.response
        }
    }

    private static let nobody = page(.notFound, "Not found")

    private static func page(_ status: HTTPResponse.Status, _ title: String) -> Response {
        Response(status, fields: [.contentType: "text/html"], body: Array("<h1>\(title)</h1>".utf8))
    }
}

extension Journey.Damage {
    func done(to response: Response) -> Response {
        var response = response
        switch self {
        case .cutBody:
            response.body = Array(response.body.prefix(response.body.count / 2))
        case .lostFields:
            guard response.status.kind == .successful else { break }
            response.fields = response.fields.reduce(into: [:]) { kept, field in
                if field.name == .contentType { kept.append(field) }
            }
        }
        return response
    }
}

import APIClient
import Domain
import HTTP
import Testing
import Wire

@testable import Commands

@Suite("Whose fault doctor says it is")
struct BlameTests {
    private static func unreachable(_ reason: TransportFailure.Reason) -> APIFailure {
        .unreachable(TransportFailure(reason, mayHaveArrived: false))
    }

    @Test(
        "What has to be put right on this machine is its own",
        arguments: [
            APIFailure.signInNeeded(detail: "No."), .unsettled(last: .signInNeeded(detail: "No.")),
            unreachable(.proxy(detail: "407")), unreachable(.foreignListener(address: "127.0.0.1:1", user: 7)),
            unreachable(.socketNotPermitted), unreachable(.tls(.badAuthorityFile("/ca"))),
            unreachable(.tls(.unreadableAuthorityFile("/ca", reason: "No such file or directory"))),
        ])
    func machine(failure: APIFailure) {
        #expect(failure.blamed == .configuration)
    }

    @Test(
        "What the API does not do is not",
        arguments: [
            unreachable(.cannotConnect(detail: "refused")), unreachable(.timedOut), unreachable(.tls(.wrongName)),
            unreachable(.nameNotResolved(host: "a.example")), .serverFailed(status: 500, requestID: nil),
            .busy(status: 503, retryAfterSeconds: nil), .notOurAPI(status: 200, detail: "HTML"),
            .turnedAway(status: 403, detail: "HTML"), .refused(Problem(.forbidden, "No.")),
        ])
    func api(failure: APIFailure) {
        #expect(failure.blamed == .unavailable)
    }

    @Test("This machine's fault comes first, wherever it is found: it may be why the API does not answer")
    func order() {
        let (api, machine) = (
            Finding(.fail, "API", "away", blames: .unavailable), Finding(.fail, "queue", "full", blames: .configuration)
        )
        #expect(Finding.status(of: [api, machine]) == .configuration)
        #expect(Finding.status(of: [Finding(.warn, "clock", "late"), api]) == .unavailable)
        #expect(Finding.status(of: [Finding(.ok, "API", "there")]) == nil)
    }
}

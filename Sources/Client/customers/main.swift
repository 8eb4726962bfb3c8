import APIClient
import FoundationEssentials
import Glibc
import Panes

let e = try APIEndpoint(
    ProcessInfo.processInfo.environment["CUSTOMERS_API_URL"] ?? "http://127.0.0.1:8080", carriesToken: false)
let status = try await Interface.run(
    .init(
        title: e.host, client: APIClient(transport: HTTPTransport(e)), keymap: .standard, isReadOnly: false,
        draftDirectory: "/tmp/drafts"))
exit(status)

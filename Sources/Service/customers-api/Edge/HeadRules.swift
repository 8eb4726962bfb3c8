import Domain
import HTTP
import HTTPTypes
import Wire

/// What the head of a request has to be before anything else of it is looked at (RFC 9112).
struct HeadRules {
    /// The names under which callers reach the server; `nil` for any.
    ///
    /// A server without tokens answers under its own only: the pages of another site, whose name was made to lead to this
    /// machine, would otherwise read the customers in somebody's browser (DNS rebinding).
    let names: HostNames?

    /// - Returns: what is wrong, for the caller; `nil` for nothing.
    func fault(in head: HTTPRequest) -> Problem? {
        framingFault(head.headerFields) ?? hostFault(head) ?? expectationFault(head)
    }

    private func framingFault(_ fields: HTTPFields) -> Problem? {
        let codings = fields[values: .transferEncoding]
        guard !codings.isEmpty else { return nil }
        guard codings.count == 1, codings[0].lowercased() == "chunked" else {
            return Problem(.invalidRequest, "Of transfer codings this server takes chunked alone.")
        }
        guard fields[.contentLength] == nil else {
            return Problem(.invalidRequest, "A request has either Content-Length or Transfer-Encoding, not both.")
        }
        return nil
    }

    private func hostFault(_ head: HTTPRequest) -> Problem? {
        // The first Host stands as the authority, the others where they were.
        guard let host = head.authority, head.headerFields[values: .host].isEmpty else {
            return Problem(.invalidRequest, "A request names its host exactly once, in Host.")
        }
        guard HostNames.name(in: host) != nil else {
            return Problem(.invalidRequest, "A host is a name or an address, and perhaps a colon and a port.")
        }
        guard let names, !names.contain(host) else { return nil }
        return Problem(
            .invalidRequest,
            "This server is not known under the name in Host. Use localhost, or start it with --host-name.")
    }

    private func expectationFault(_ head: HTTPRequest) -> Problem? {
        guard head.expectations.contains(where: { $0 != .continuation }) else { return nil }
        return Problem(.expectationFailed, "Of expectations this server meets 100-continue alone. Leave Expect out.")
    }
}

extension HTTPField.Name {
    fileprivate static let host = literal("Host")
}

extension HTTPRequest {
    /// Whether a body follows (RFC 9112 §6.3).
    var hasBody: Bool {
        if headerFields[.transferEncoding] != nil { return true }
        return headerFields[.contentLength].map { $0 != "0" } ?? false
    }

    /// How many bytes the client says that follow; `nil` when it does not.
    var declaredBytes: Int? { headerFields[.contentLength].flatMap { Int($0) } }

    /// Whether the client waits with the body until it is asked for it.
    var waitsWithBody: Bool { expectations.contains(.continuation) }

    /// What the client expects of the server, in small letters (RFC 9110 §10.1.1).
    fileprivate var expectations: [String] {
        headerFields[values: .expect].flatMap { value in
            value.split(separator: ",").map { $0.trimmed.lowercased() }.filter { !$0.isEmpty }
        }
    }
}

extension String {
    fileprivate static let continuation = "100-continue"
}

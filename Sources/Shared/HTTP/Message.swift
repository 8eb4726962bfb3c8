package import HTTPTypes

/// An HTTP request as a value: what the client sends and what the handler answers.
package struct Request: Hashable, Sendable {
    package var head: HTTPRequest
    package var body: [UInt8]

    /// - Parameter target: path and query in origin form (RFC 9112 §3.2.1).
    package init(_ method: HTTPRequest.Method, _ target: String, fields: HTTPFields = [:], body: [UInt8] = []) {
        head = HTTPRequest(method: method, scheme: nil, authority: nil, path: target, headerFields: fields)
        self.body = body
    }

    package var method: HTTPRequest.Method { head.method }
    package var fields: HTTPFields {
        get { head.headerFields }
        set { head.headerFields = newValue }
    }
    /// The target's part before `?`, still percent-encoded.
    package var path: Substring {
        let target = head.path ?? "/"
        return target[..<(target.utf8.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)]
    }
    /// The target's part after `?`, still percent-encoded; empty without one.
    package var query: Substring {
        let target = head.path ?? "/"
        return target.utf8.firstIndex(of: UInt8(ascii: "?")).map { target[target.utf8.index(after: $0)...] } ?? ""
    }
}

/// An HTTP response as a value.
package struct Response: Hashable, Sendable {
    package var head: HTTPResponse
    package var body: [UInt8]

    package init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], body: [UInt8] = []) {
        head = HTTPResponse(status: status, headerFields: fields)
        self.body = body
    }

    package var status: HTTPResponse.Status { head.status }
    package var fields: HTTPFields {
        get { head.headerFields }
        set { head.headerFields = newValue }
    }
}

import Foundation

/// What a ``MisbehavingServer`` does with one request.
package enum Misbehaviour: Sendable {
    /// Reads the request and says nothing until the client goes.
    case hang
    /// Says these bytes and keeps the connection.
    case say([UInt8])
    /// Says the first bytes of an answer and closes the connection.
    case drop(after: Int, of: [UInt8])
    /// Says a byte at a time, 2 ms apart, and then zeros until the client goes.
    case drip([UInt8])
    /// Breaks the connection (RST) once the request was read.
    case reset
    /// Breaks the connection (RST) before anything was read.
    case resetUnread
    /// Speaks first, as other protocols do.
    case greet([UInt8])

    var ignoresRequest: Bool {
        switch self {
        case .resetUnread, .greet: true
        case .hang, .say, .drop, .drip, .reset: false
        }
    }

    /// Whether the connection can take another request.
    func perform(on socket: Socket) -> Bool {
        switch self {
        case .hang: socket.waitForEnd()
        case .greet(let bytes):
            socket.send(bytes)
            socket.waitForEnd()
        case .say(let bytes): return socket.send(bytes)
        case .drop(let count, let bytes): socket.send(bytes.prefix(count))
        case .drip(let bytes): socket.drip(bytes)
        case .reset, .resetUnread: socket.resetOnClose()
        }
        return false
    }
}

extension Misbehaviour: CustomStringConvertible {
    /// The first line of what is said, as a failed test shows it.
    package var description: String {
        func line(_ bytes: [UInt8]) -> String {
            String(decoding: bytes.prefix { $0 != 0x0D }, as: UTF8.self)
        }
        return switch self {
        case .hang: "hang"
        case .say(let bytes): "say \(line(bytes))"
        case .drop(let count, let bytes): "drop after \(count) of \(line(bytes))"
        case .drip(let bytes): "drip \(line(bytes))"
        case .reset: "reset"
        case .resetUnread: "reset unread"
        case .greet(let bytes): "greet with \(line(bytes))"
        }
    }
}

// MARK: - Answers

extension Misbehaviour {
    /// A complete HTTP answer; the length is stated.
    package static func answer(
        _ status: Int, _ fields: [String: String] = [:], body: String = ""
    ) -> Misbehaviour {
        .say(bytes(status, fields, Array(body.utf8)))
    }

    /// An answer of our API: JSON, or a problem when the status is that of a failure.
    package static func json(_ status: Int, _ body: String, _ fields: [String: String] = [:]) -> Misbehaviour {
        let type = status < 400 ? "application/json" : "application/problem+json"
        return answer(status, fields.merging(["Content-Type": type]) { own, _ in own }, body: body)
    }

    /// One of our API's refusals.
    package static func problem(
        _ status: Int, _ type: String, _ fields: [String: String] = [:], detail: String = "because"
    ) -> Misbehaviour {
        json(status, #"{"type":"urn:customers:problem:\#(type)","status":\#(status),"detail":"\#(detail)"}"#, fields)
    }

    /// The bytes of an HTTP/1.1 answer.
    package static func bytes(_ status: Int, _ fields: [String: String], _ body: [UInt8]) -> [UInt8] {
        let fields = fields.merging(["Content-Length": "\(body.count)"]) { own, _ in own }
        let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
        return Array("HTTP/1.1 \(status) Status\r\n\(lines.joined())\r\n".utf8) + body
    }
}

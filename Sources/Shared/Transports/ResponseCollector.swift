import AsyncHTTPClient
import HTTP
import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization

/// Puts a response together as it comes: the library keeps the deadline to its last byte then, and no task has to wait for the
/// body besides.
final class ResponseCollector: HTTPClientResponseDelegate {
    private let limit: Int
    private let parts = Mutex(Parts())

    private struct Parts {
        var head: HTTPResponseHead?
        var body: ByteBuffer?
    }

    /// - Parameter limit: bodies longer than this, unpacked, are refused, in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether nothing has come yet.
    var isEmpty: Bool { parts.withLock { $0.head == nil } }

    func didReceiveHead(task: HTTPClient.Task<Response>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        parts.withLock { $0.head = head }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Response>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let isTaken = parts.withLock { parts in
            guard (parts.body?.readableBytes ?? 0) + buffer.readableBytes <= limit else { return false }
            parts.body.setOrWriteImmutableBuffer(buffer)
            return true
        }
        guard !isTaken else { return task.eventLoop.makeSucceededVoidFuture() }
        return task.eventLoop.makeFailedFuture(TransportFailure(.tooLarge(limit: limit), mayHaveArrived: true))
    }

    func didFinishRequest(task: HTTPClient.Task<Response>) throws -> Response {
        let parts = parts.withLock { $0 }
        guard let head = parts.head else {
            throw TransportFailure(.connectionLost(detail: "no response"), mayHaveArrived: true)
        }
        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        for header in head.headers {
            if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
        }
        let status = HTTPResponse.Status(code: Int(head.status.code), reasonPhrase: head.status.reasonPhrase)
        return Response(status, fields: fields, body: parts.body.map { Array(buffer: $0) } ?? [])
    }
}

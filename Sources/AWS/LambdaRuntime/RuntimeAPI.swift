/// The Lambda Runtime API (version 2018-06-01), as a process of a custom runtime speaks it.
///
/// Its calls block, `next` for as long as no event comes: it belongs on a thread of its own.
package final class RuntimeAPI {
    private let address: RuntimeAddress
    private let stop: Int32?
    private var connection: RuntimeConnection?

    /// Of a response, in bytes (Lambda quotas: 6 MB and a little for the envelope); a longer one is answered with 413.
    package static let maximumResponseBytes = 6_291_556

    private static let version = "/2018-06-01/runtime"
    private static let errorType = "Lambda-Runtime-Function-Error-Type"

    /// - Parameter stop: a descriptor that becomes readable when the process is to leave.
    package init(_ address: RuntimeAddress, stop: Int32? = nil) {
        self.address = address
        self.stop = stop
    }

    /// Waits for the next event; `nil` when the process is to leave.
    package func next() throws(RuntimeAPIFailure) -> Invocation? {
        guard let response = try exchange("GET", "/invocation/next", until: stop) else { return nil }
        guard response.status == 200 else { throw .refused(status: response.status) }
        return try Invocation(response)
    }

    /// Answers an event.
    package func respond(_ json: [UInt8], to requestID: String) throws(RuntimeAPIFailure) {
        try post("/invocation/\(requestID)/response", json)
    }

    /// Says that there is no answer to an event.
    package func fail(_ failure: InvocationFailure, requestID: String) throws(RuntimeAPIFailure) {
        try post("/invocation/\(requestID)/error", failure.json, [Self.errorType: failure.kind.rawValue])
    }

    /// Says that the program cannot answer any event; it leaves after that.
    package func failInitialization(_ failure: InvocationFailure) throws(RuntimeAPIFailure) {
        try post("/init/error", failure.json, [Self.errorType: failure.kind.rawValue])
    }

    private func post(
        _ path: String, _ json: [UInt8], _ fields: [String: String] = [:]
    ) throws(RuntimeAPIFailure) {
        guard let response = try exchange("POST", path, fields, json, until: nil) else { return }
        guard (200..<300).contains(response.status) else { throw .refused(status: response.status) }
    }

    /// One request and its answer; `nil` when `stop` came first.
    private func exchange(
        _ method: String, _ path: String, _ fields: [String: String] = [:], _ body: [UInt8] = [], until stop: Int32?
    ) throws(RuntimeAPIFailure) -> RuntimeResponse? {
        let request = bytes(method, path, fields, body)
        while true {
            let connection = try openConnection()
            let mayBeStale = connection.wasUsed
            self.connection = nil
            do throws(RuntimeAPIFailure) {
                try connection.send(request)
                guard connection.waitForAnswer(unless: stop) else { return nil }
                let response = try connection.receive()
                if response.keepsConnection { self.connection = connection }
                return response
            } catch {
                // Closed between two requests, which a server may do at any time: once more on a new one.
                guard error == .connectionLost, mayBeStale else { throw error }
            }
        }
    }

    private func openConnection() throws(RuntimeAPIFailure) -> RuntimeConnection {
        if let connection { return connection }
        return try RuntimeConnection(to: address)
    }

    private func bytes(
        _ method: String, _ path: String, _ fields: [String: String], _ body: [UInt8]
    ) -> [UInt8] {
        var head = "\(method) \(Self.version)\(path) HTTP/1.1\r\nHost: \(address.authority)\r\n"
        for (name, value) in fields { head += "\(name): \(value)\r\n" }
        if method == "POST" { head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + body
    }
}

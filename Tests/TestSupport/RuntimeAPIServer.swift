import Foundation
import Synchronization

/// A real Lambda Runtime API on a free loopback port: hands out the events of a test and keeps what comes back.
package final class RuntimeAPIServer: Sendable {
    package let port: Int
    private let listener: Int32
    private let state = Mutex(State())
    /// Counts the events that wait; signalled without one when the server stops.
    private let available = DispatchSemaphore(value: 0)

    /// What became of an event.
    package enum Outcome: Hashable, Sendable {
        case response(String)
        /// - Parameter type: the field `Lambda-Runtime-Function-Error-Type`.
        case error(String, type: String)
        /// The server stopped, or said 413 and was told nothing more.
        case none
    }

    fileprivate struct State {
        var events: [(id: String, answer: [UInt8])] = []
        var waiting: [String: CheckedContinuation<Outcome, Never>] = [:]
        var initializations: [CheckedContinuation<Outcome, Never>] = []
        var initialization: Outcome?
        var connections: Set<Int32> = []
        var isStopped = false
        var nextNumber = 1
        var refusals = 0
    }

    /// What Lambda takes of a response, in bytes.
    private static let limit = 6_291_556

    package init() throws {
        (listener, port) = try Socket.listening()
        Thread.detachNewThread { [weak self, listener] in
            defer { close(listener) }
            while let connection = Socket.accepted(from: listener) {
                guard let self, self.state.withLock({ $0.admit(connection) }) else {
                    close(connection)
                    return
                }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit {
        stop()
    }

    /// What `AWS_LAMBDA_RUNTIME_API` says.
    package var address: String { "127.0.0.1:\(port)" }

    /// How many responses were refused for their length.
    package var refusals: Int { state.withLock { $0.refusals } }

    /// Hands out an event and waits for what becomes of it.
    ///
    /// - Parameters:
    ///   - fields: besides the request id, which is unique; a deadline a minute from now unless they say otherwise.
    package func invoke(_ payload: String, _ fields: [String: String] = [:]) async -> Outcome {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                guard !state.isStopped else { return false }
                let id = "request-\(state.nextNumber)"
                state.nextNumber += 1
                let deadline = Int64((Date().timeIntervalSince1970 + 60) * 1000)
                let standard = [
                    "Lambda-Runtime-Aws-Request-Id": id, "Lambda-Runtime-Deadline-Ms": "\(deadline)",
                    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:1:function:f",
                ]
                let all = standard.merging(fields) { $1 }
                state.events.append((id, Misbehaviour.bytes(200, all, Array(payload.utf8))))
                state.waiting[id] = continuation
                return true
            }
            if isOpen { available.signal() } else { continuation.resume(returning: .none) }
        }
    }

    /// Waits until the program has said that it cannot start.
    package func initializationError() async -> Outcome {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Outcome? in
                if state.initialization == nil, !state.isStopped { state.initializations.append(continuation) }
                return state.initialization ?? (state.isStopped ? Outcome.none : nil)
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Breaks all connections and takes no more.
    package func stop() {
        let forgotten = state.withLock { state in
            if !state.isStopped { shutdown(listener, Int32(SHUT_RDWR)) }
            state.isStopped = true
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
            defer {
                state.waiting = [:]
                state.initializations = []
            }
            return Array(state.waiting.values) + state.initializations
        }
        available.signal()
        for continuation in forgotten { continuation.resume(returning: .none) }
    }

    // MARK: Serving

    private func serve(_ connection: Int32) {
        let socket = Socket(connection)
        while let request = socket.request() {
            guard let answer = answer(to: request), socket.send(answer) else { break }
        }
        state.withLock { _ = $0.connections.remove(connection) }
        close(connection)
    }

    /// `nil` when there is none any more.
    private func answer(to request: String) -> [UInt8]? {
        let parts = request.components(separatedBy: "\r\n\r\n")
        let (head, body) = (parts[0], parts.dropFirst().joined(separator: "\r\n\r\n"))
        let path = head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let steps = path.split(separator: "/").map(String.init)
        guard steps.prefix(2) == ["2018-06-01", "runtime"] else { return Misbehaviour.bytes(404, [:], []) }
        switch (steps.dropFirst(2).first, steps.last) {
        case ("invocation", "next"): return nextEvent()
        case ("invocation", "response"):
            guard body.utf8.count <= Self.limit else {
                finish(steps[3], .none)
                state.withLock { $0.refusals += 1 }
                return Misbehaviour.bytes(413, [:], Array(#"{"errorType":"RequestEntityTooLarge"}"#.utf8))
            }
            return finish(steps[3], .response(body))
        case ("invocation", "error"): return finish(steps[3], .error(body, type: errorType(head)))
        case ("init", "error"): return initialize(.error(body, type: errorType(head)))
        default: return Misbehaviour.bytes(404, [:], [])
        }
    }

    private func errorType(_ head: String) -> String {
        let field = head.components(separatedBy: "\r\n").first { $0.hasPrefix("Lambda-Runtime-Function-Error-Type: ") }
        return field.map { String($0.split(separator: " ")[1]) } ?? ""
    }

    private func nextEvent() -> [UInt8]? {
        while true {
            let (event, isStopped) = state.withLock { state in
                (state.events.isEmpty ? nil : state.events.removeFirst(), state.isStopped)
            }
            if let event { return event.answer }
            if isStopped {
                available.signal()
                return nil
            }
            available.wait()
        }
    }

    @discardableResult
    private func finish(_ id: String, _ outcome: Outcome) -> [UInt8] {
        guard let continuation = state.withLock({ $0.waiting.removeValue(forKey: id) }) else {
            return Misbehaviour.bytes(400, [:], Array(#"{"errorType":"InvalidRequestID"}"#.utf8))
        }
        continuation.resume(returning: outcome)
        return Misbehaviour.bytes(202, [:], Array(#"{"status":"OK"}"#.utf8))
    }

    private func initialize(_ outcome: Outcome) -> [UInt8] {
        let waiting = state.withLock { state in
            state.initialization = outcome
            defer { state.initializations = [] }
            return state.initializations
        }
        for continuation in waiting { continuation.resume(returning: outcome) }
        return Misbehaviour.bytes(202, [:], Array(#"{"status":"OK"}"#.utf8))
    }
}

extension RuntimeAPIServer.State {
    fileprivate mutating func admit(_ connection: Int32) -> Bool {
        guard !isStopped else { return false }
        connections.insert(connection)
        return true
    }
}

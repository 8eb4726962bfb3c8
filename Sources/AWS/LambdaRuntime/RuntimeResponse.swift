/// A complete answer of the Runtime API.
struct RuntimeResponse: Hashable {
    let status: Int
    /// By lower-case name; of a repeated field the last one counts.
    let fields: [String: String]
    let body: [UInt8]
    /// Whether the connection takes another request.
    let keepsConnection: Bool
}

/// Reads one HTTP/1 response (RFC 9112) from bytes as they come, however they are cut.
struct ResponseParser {
    /// The answer, once it is complete.
    private(set) var response: RuntimeResponse?
    private var step = Step.head
    private var line: [UInt8] = []
    private var head: Head?
    private var body: [UInt8] = []

    private enum Step {
        case head
        case body(missing: Int)
        case bodyToTheEnd
        case chunkSize
        case chunk(missing: Int)
        case chunkEnd
        case trailer
    }

    /// Of a line, in bytes; the longest field Lambda sends is the client context, 3,583 bytes of base64.
    static let maximumLineBytes = 64 * 1024
    static let maximumFields = 100
    /// An event has 6 MB at most (Lambda quotas).
    static let maximumBodyBytes = 32 * 1024 * 1024

    /// Reads the next bytes.
    ///
    /// - Throws: ``RuntimeAPIFailure/malformed(_:)`` when they cannot go on what came before.
    mutating func read(_ bytes: ArraySlice<UInt8>) throws(RuntimeAPIFailure) {
        var rest = bytes
        while !rest.isEmpty {
            guard response == nil else { throw .malformed("more than one answer") }
            switch step {
            case .head, .chunkSize, .chunkEnd, .trailer:
                guard let line = try consumeLine(&rest) else { return }
                try read(line: line)
            case .body(let missing):
                let left = missing - consume(missing, &rest)
                if left == 0 { finish() } else { step = .body(missing: left) }
            case .chunk(let missing):
                let left = missing - consume(missing, &rest)
                step = left == 0 ? .chunkEnd : .chunk(missing: left)
            case .bodyToTheEnd:
                guard body.count + rest.count <= Self.maximumBodyBytes else { throw .malformed("too long") }
                _ = consume(rest.count, &rest)
            }
        }
    }

    /// The connection has ended.
    ///
    /// - Throws: ``RuntimeAPIFailure/connectionLost`` when the answer needed more.
    mutating func end() throws(RuntimeAPIFailure) {
        if case .bodyToTheEnd = step { finish() }
        if response == nil { throw .connectionLost }
    }

    // MARK: Bytes

    private mutating func consume(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Int {
        let piece = rest.prefix(count)
        body += piece
        rest = rest.dropFirst(piece.count)
        return piece.count
    }

    /// A whole line without its end; `nil` as long as there is none.
    private mutating func consumeLine(_ rest: inout ArraySlice<UInt8>) throws(RuntimeAPIFailure) -> String? {
        let piece = rest.prefix { $0 != UInt8(ascii: "\n") }
        line += piece
        guard line.count <= Self.maximumLineBytes else { throw .malformed("a line without an end") }
        rest = rest.dropFirst(piece.count)
        guard !rest.isEmpty else { return nil }
        rest = rest.dropFirst()
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        defer { line.removeAll(keepingCapacity: true) }
        return String(decoding: line, as: UTF8.self)
    }

    // MARK: Lines

    private mutating func read(line: String) throws(RuntimeAPIFailure) {
        switch step {
        case .head: try readHead(line)
        case .chunkSize:
            let digits = line.prefix { $0 != ";" && $0 != " " }
            guard digits.first?.isHexDigit == true, let size = Int(digits, radix: 16),
                body.count + size <= Self.maximumBodyBytes
            else { throw .malformed("a chunk's size") }
            step = size == 0 ? .trailer : .chunk(missing: size)
        case .chunkEnd:
            guard line.isEmpty else { throw .malformed("a chunk's end") }
            step = .chunkSize
        case .trailer: if line.isEmpty { finish() }
        case .body, .chunk, .bodyToTheEnd: break
        }
    }

    private mutating func readHead(_ line: String) throws(RuntimeAPIFailure) {
        guard let head else {
            head = try Head(statusLine: line)
            return
        }
        if line.isEmpty {
            try startBody(of: head)
        } else {
            try self.head?.add(field: line)
        }
    }

    /// RFC 9112 §6.3: which of its own fields says how long a body is.
    private mutating func startBody(of head: Head) throws(RuntimeAPIFailure) {
        if (100..<200).contains(head.status) {
            self.head = nil
        } else if head.status == 204 || head.status == 304 {
            finish()
        } else if let coding = head.fields["transfer-encoding"] {
            guard coding.lowercased() == "chunked" else { throw .malformed("a transfer coding") }
            step = .chunkSize
        } else if let length = head.fields["content-length"] {
            guard let length = Int(length), (0...Self.maximumBodyBytes).contains(length) else {
                throw .malformed("a length")
            }
            step = .body(missing: length)
            if length == 0 { finish() }
        } else {
            step = .bodyToTheEnd
        }
    }

    private mutating func finish() {
        guard let head else { return }
        var keepsConnection = head.isPersistent && head.fields["connection"]?.lowercased() != "close"
        if case .bodyToTheEnd = step { keepsConnection = false }
        response = RuntimeResponse(
            status: head.status, fields: head.fields, body: body, keepsConnection: keepsConnection)
    }
}

/// The status line and the fields.
private struct Head {
    let status: Int
    /// HTTP/1.0 closes the connection after each answer.
    let isPersistent: Bool
    private(set) var fields: [String: String] = [:]

    init(statusLine: String) throws(RuntimeAPIFailure) {
        let parts = statusLine.split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0", parts[1].utf8.count == 3,
            let status = Int(parts[1]), status >= 100
        else { throw .malformed("no status line") }
        self.status = status
        isPersistent = parts[0] == "HTTP/1.1"
    }

    mutating func add(field line: String) throws(RuntimeAPIFailure) {
        guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
            fields.count < ResponseParser.maximumFields
        else { throw .malformed("a field") }
        let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        let end = value.lastIndex { $0 != " " && $0 != "\t" }
        fields[line[..<colon].lowercased()] = end.map { String(value[...$0]) } ?? ""
    }
}

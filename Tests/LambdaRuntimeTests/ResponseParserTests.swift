import Foundation
import Randomness
import TestSupport
import Testing

@testable import LambdaRuntime

@Suite("An answer of the Runtime API is read from bytes")
struct ResponseParserTests {
    private static let complete = [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A:  b \r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nx-a: b\r\n\r\n2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nTrailer: t\r\n\r\n",
        "HTTP/1.1 200\nx-a: b\ncontent-length: 5\n\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\nx-a:b\r\n\r\nhello",
    ]

    @Test("However the bytes are cut, they say the same", arguments: complete)
    func cuts(text: String) throws {
        let bytes = Array(text.utf8)
        for cut in bytes.indices {
            var parser = ResponseParser()
            try parser.read(bytes[..<cut])
            #expect(parser.response == nil)
            try parser.read(bytes[cut...])
            let response = try #require(parser.response)
            #expect(response.status == 200)
            #expect(response.fields["x-a"] == "b")
            #expect(String(decoding: response.body, as: UTF8.self) == "hello")
            #expect(response.keepsConnection)
        }
    }

    @Test(
        "The connection ends where the server says so",
        arguments: [
            "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
            "HTTP/1.1 202 A\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nas much as comes",
        ])
    func connections(text: String) throws {
        var parser = ResponseParser()
        try parser.read(Array(text.utf8)[...])
        try parser.end()
        #expect(try #require(parser.response).keepsConnection == false)
    }

    @Test("An answer without a body is complete with its head", arguments: [204, 304])
    func empty(status: Int) throws {
        var parser = ResponseParser()
        try parser.read(Array("HTTP/1.1 \(status) X\r\n\r\n".utf8)[...])
        #expect(parser.response?.body == [])
    }

    @Test("An answer that ends too soon is lost", arguments: complete)
    func losses(text: String) throws {
        let bytes = Array(text.utf8)
        for count in bytes.indices {
            var parser = ResponseParser()
            try parser.read(bytes[..<count])
            #expect(throws: RuntimeAPIFailure.connectionLost) { try parser.end() }
        }
    }

    @Test(
        "What is not an answer is refused",
        arguments: [
            "SSH-2.0-OpenSSH\r\n", "HTTP/2 200\r\n", "HTTP/1.1 20 OK\r\n", "HTTP/1.1 abc OK\r\n", "\r\n",
            "HTTP/1.1 200 OK\r\nno field\r\n",
            "HTTP/1.1 200 OK\r\n: x\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", "HTTP/1.1 204 No\r\n\r\nx",
        ])
    func nonsense(text: String) {
        var parser = ResponseParser()
        #expect {
            try parser.read(Array(text.utf8)[...])
            if parser.response == nil { try parser.read(Array("\r\n".utf8)[...]) }
        } throws: {
            if case .malformed? = $0 as? RuntimeAPIFailure { true } else { false }
        }
    }

    @Test("Nothing grows without end")
    func limits() {
        let head = "HTTP/1.1 200 OK\r\n"
        let field = head + "a: " + String(repeating: "x", count: ResponseParser.maximumLineBytes)
        let fields = head + (0...ResponseParser.maximumFields).map { "x-\($0): y\r\n" }.joined()
        for text in [field, fields] {
            var parser = ResponseParser()
            #expect(throws: RuntimeAPIFailure.self) { try parser.read(Array(text.utf8)[...]) }
        }
        var parser = ResponseParser()
        #expect(throws: RuntimeAPIFailure.malformed("too long")) {
            try parser.read(Array((head + "\r\n").utf8)[...])
            for _ in 0...(ResponseParser.maximumBodyBytes / 65_536) {
                try parser.read([UInt8](repeating: 0, count: 65_536)[...])
            }
        }
    }

    @Test("Damaged answers are read or refused, and nothing else")
    func fuzz() throws {
        let rounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap(Int.init) ?? 2_000
        var generator = SplitMix(seed: 7)
        var readings = 0
        for _ in 0..<rounds {
            var bytes = Array(Self.complete.randomElement(using: &generator)?.utf8 ?? "".utf8)
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let index = Int.random(in: bytes.indices, using: &generator)
                bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
            }
            var parser = ResponseParser()
            do {
                try parser.read(bytes[...])
                try parser.end()
                readings += 1
            } catch {}
        }
        #expect(readings > rounds / 10)
    }
}

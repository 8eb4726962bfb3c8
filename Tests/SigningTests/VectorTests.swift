import Domain
import FoundationEssentials
import HTTP
import HTTPTypes
import TestSupport
import Testing

@testable import Signing

@Suite("Signature V4 by its official vectors", .enabled(if: AWSTools.areExpected))
struct VectorTests {
    @Test("The official test suite is whole")
    func count() throws {
        #expect(try Vector.all().count == 34)
    }

    @Test("Every vector comes out at each of its three steps")
    func vectors() throws {
        for vector in try Vector.all() {
            let key = AccessKey(
                id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: vector.sessionToken
            )
            var request = vector.request
            SignatureV4(service: "service", region: "us-east-1")
                .sign(&request, host: vector.host, with: key, at: try #require(Timestamp("2015-08-30T12:36:00Z")))
            let canonical = CanonicalRequest(request, host: vector.host)
            let scope = SigningScope(date: "20150830", region: "us-east-1", service: "service")
            #expect(canonical.text == vector.canonicalRequest, "\(vector.name)")
            #expect(
                SignatureV4.stringToSign(canonical, scope, "20150830T123600Z") == vector.stringToSign, "\(vector.name)")
            #expect(request.fields[.authorization] == vector.authorization, "\(vector.name)")
        }
    }
}

/// One folder of the suite.
private struct Vector {
    let name: String
    let request: Request
    let host: String
    let canonicalRequest: String
    let stringToSign: String
    let authorization: String

    /// As the canonical request has it: some vectors add a token after they are signed.
    var sessionToken: String? {
        canonicalRequest.split(separator: "\n").first { $0.hasPrefix("x-amz-security-token:") }
            .map { String($0.drop { $0 != ":" }.dropFirst()) }
    }

    static func all() throws -> [Vector] {
        let folder = AWSTools.folder + "/aws4_testsuite"
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".req") }.sorted()
            .map { try Vector(folder + "/" + $0.dropLast(4)) }
    }

    private init(_ path: String) throws {
        func text(_ kind: String) throws -> String {
            let data = try Data(contentsOf: URL(filePath: path + "." + kind))
            return String(decoding: data.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
        }
        name = String(path.split(separator: "/").last ?? "")
        (request, host) = try Self.request(try text("req"))
        canonicalRequest = try text("creq")
        stringToSign = try text("sts")
        authorization = try text("authz")
    }

    /// Reads a request with all the liberties that the suite takes: spaces in the path, folded lines.
    private static func request(_ text: String) throws -> (Request, host: String) {
        let parts = text.components(separatedBy: "\n\n")
        var lines: [String] = []
        for line in parts[0].split(separator: "\n") {
            if line.first == " " { lines[lines.count - 1] += String(line) } else { lines.append(String(line)) }
        }
        let words = lines[0].split(separator: " ", maxSplits: 1)
        let method = try #require(HTTPRequest.Method(String(words[0])))
        var request = Request(
            method, String(words[1].dropLast(" HTTP/1.1".count)), body: Array((parts.count > 1 ? parts[1] : "").utf8))
        var host = ""
        for line in lines.dropFirst() {
            let halves = line.split(separator: ":", maxSplits: 1).map(String.init)
            if halves[0].lowercased() == "host" {
                host = halves[1]
            } else {
                request.fields.append(HTTPField(name: try #require(.init(halves[0])), value: halves[1]))
            }
        }
        return (request, host)
    }
}

import Foundation
import TestSupport
import Testing

/// What should not come, and what old programs still send, over a real connection to the real store.
@Suite("Bad input at the server of records that remember", .timeLimit(.minutes(2)))
struct RecordRequestTests {
    private static let ann =
        #"{"name": "Ann", "email": "ann@x.org", "phone": "555", "company": "ACME", "tags": ["vip"]}"#

    /// Performs `body` with a server that has Ann, and her path.
    private func withAnn(_ body: (ServerProcess.Address, String) throws -> Void) throws {
        let (server, address) = try ServerProcess.listening()
        let created = try address.send("POST", "/api/customers", body: Self.ann)
        try body(address, try #require(created.header("Location")))
        #expect(!server.log.contains(" status=5"), "\(server.log)")
    }

    private func tags(_ tags: [String]) -> String {
        "{\"tags\": [" + tags.map { "\"\($0)\"" }.joined(separator: ", ") + "]}"
    }

    @Test(
        "Twenty tags with blanks around them are taken, with blanks in them or one more they are refused by their field"
    )
    func blanksInTags() throws {
        try withAnn { address, path in
            let twenty = (10..<30).map { "t\($0)" }
            for wrong in [twenty.map { $0 + " x" }, twenty + ["t30"], twenty.dropLast() + [" "]] {
                let reply = try address.send("PATCH", path, body: tags(wrong))
                #expect(reply.status == 400 && reply.body.contains(#""field":"tags""#), "\(reply.body)")
            }
            let taken = try address.send("PATCH", path, body: tags(twenty.map { " \($0)\\t" }))
            let stored = twenty.map { "\"\($0)\"" }.joined(separator: ",")
            #expect(taken.status == 200 && taken.body.contains(#""tags":[\#(stored)]"#), "\(taken.body)")
            #expect(taken.header("ETag") == "\"2\"")
        }
    }

    @Test("A note of ten megabytes is not read, one of controls is refused, and the next request is answered")
    func notes() throws {
        try withAnn { address, path in
            let endless = try Connection(to: address)
            endless.send(
                "POST \(path)/notes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 10000000\r\n\r\n{\"text\": \"word word")
            #expect(try endless.response().status == 413)
            for text in [#"a\u0000b"#, #"\u001b[2J"#, #"a\u009bb"#, #" \n "#, #"\ud800"#] {
                let reply = try address.send("POST", path + "/notes", body: "{\"text\": \"\(text)\"}")
                #expect(reply.status == 400, "\(text): \(reply.body)")
            }
            let timeline = try address.send("GET", path + "/timeline").body
            #expect(timeline.contains(#""kind":"created""#) && !timeline.contains(#""kind":"note""#), "\(timeline)")
        }
    }

    @Test("A PUT of version 1 leaves company, tags, notes and the past as they are, and makes one entry of its own")
    func oldReplacement() throws {
        try withAnn { address, path in
            _ = try address.send("POST", path + "/notes", body: #"{"text": "Calls back."}"#)
            let body = #"{"name": "Anne", "email": "", "phone": "555 0100", "address": ""}"#
            let put = try address.send("PUT", path, ["If-Match: \"1\""], body: body)
            #expect(put.status == 200 && put.body.contains(#""email":"""#), "\(put.body)")
            #expect(put.body.contains(#""company":"ACME""#) && put.body.contains(#""tags":["vip"]"#), "\(put.body)")
            let stale = try address.send("PUT", path, ["If-Match: \"1\""], body: body)
            #expect(stale.status == 412)
            let neither = try address.send("PUT", path, body: #"{"name": "Anne", "email": "", "phone": ""}"#)
            #expect(neither.status == 400 && neither.body.contains(#""field":"email""#), "\(neither.body)")
            let timeline = try address.send("GET", path + "/timeline").body
            let kinds = timeline.split(separator: #""kind":""#).dropFirst().map { $0.prefix { $0 != "\"" } }
            #expect(kinds == ["changed", "note", "created"] && timeline.contains("Calls back."), "\(timeline)")
            for value in ["ACME", "vip"] {
                #expect(timeline.split(separator: value).count == 2, "only the creation tells of it: \(timeline)")
            }
            let first = try address.send("GET", path + "/versions/1")
            #expect(first.status == 200 && first.body.contains("ann@x.org"), "\(first.body)")
        }
    }

    @Test("Who was erased is neither restored, noted nor changed by anybody, and whose email was taken is named")
    func restoring() throws {
        try withAnn { address, path in
            #expect(try address.send("DELETE", path).status == 204)
            let bob = try address.send("POST", "/api/customers", body: #"{"name": "Bob", "email": "ann@x.org"}"#)
            let taken = try address.send("POST", path + "/restore", body: "{}")
            let id = try #require(bob.header("Location")?.split(separator: "/").last)
            #expect(taken.status == 409 && taken.body.contains(id), "\(taken.body)")
            #expect(try address.send("POST", path + "/erase", body: "{}").status == 204)
            let writes = [
                ("POST", "/restore", "{}"), ("POST", "/notes", #"{"text": "x"}"#), ("PATCH", "", #"{"name": "B"}"#),
                ("PUT", "", #"{"name": "B", "email": "b@x.org"}"#), ("GET", "", ""), ("GET", "/timeline", ""),
            ]
            for (method, place, body) in writes {
                let reply = try address.send(method, path + place, body: body)
                #expect(reply.status == 410 && !reply.body.contains("Ann"), "\(method) \(place): \(reply.body)")
            }
        }
    }
}

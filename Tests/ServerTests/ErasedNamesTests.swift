import Foundation
import Testing

@Suite("A name is where it has to be, and nowhere else", .timeLimit(.minutes(2)))
struct ErasedNamesTests {
    /// How often a text stands in the files beside a server's database, its log of requests included.
    private func occurrences(_ text: String, in directory: URL) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: directory.path).reduce(0) { sum, name in
            guard let data = FileManager.default.contents(atPath: directory.appending(path: name).path) else {
                return sum
            }
            return sum + (data.range(of: Data(text.utf8)) == nil ? 0 : 1)
        }
    }

    @Test(
        "Anyone who was deleted where there is no trash, or erased, is in no file of a running server once that has settled",
        arguments: [("0", "DELETE", "", 204), ("30", "POST", "/erase", 204)])
    func erased(days: String, method: String, suffix: String, status: Int) throws {
        let directory = try ServerProcess.makeDirectory()
        let (_, address) = try ServerProcess.listening("--trash-days", days, directory: directory)
        let keepsake = #"{"name": "Keepsake Keeper", "email": "keepsake@x.org"}"#
        #expect(try address.send("POST", "/api/customers", body: keepsake).status == 201)
        for number in 0..<20 {
            let person =
                #"{"name": "Vanishing \#(number)", "email": "anishing\#(number)@x.org", "address": "Vanishing Lane"}"#
            let place = try #require(try address.send("POST", "/api/customers", body: person).header("Location"))
            let note = #"{"text": "Vanishing words"}"#
            #expect(try address.send("POST", place + "/notes", body: note).status == 201)
            let body = method == "POST" ? "{}" : ""
            #expect(try address.send(method, place + suffix, body: body).status == status)
        }
        let deadline = ContinuousClock.now + .seconds(30)
        while try occurrences("anishing", in: directory) > 0, ContinuousClock.now < deadline { sched_yield() }
        #expect(try occurrences("anishing", in: directory) == 0)
        #expect(try occurrences("Keepsake", in: directory) > 0, "the search finds what is there")
    }

    @Test("A cursor tells the reader of an address nothing of the customer that it stands at")
    func cursors() throws {
        let (_, address) = try ServerProcess.listening()
        for name in ["Annabella Aa", "Annabella Bb", "Annabella Cc"] {
            let body = #"{"name": "\#(name)", "email": "\#(name.suffix(2).lowercased())@annabella.example"}"#
            #expect(try address.send("POST", "/api/customers", body: body).status == 201)
        }
        for query in ["limit=1", "limit=1&sort=-name", "limit=1&search=annabella"] {
            let link = try #require(try address.send("GET", "/api/customers?\(query)").header("Link"))
            let tail = link.components(separatedBy: "cursor=").last ?? ""
            let cursor = String(tail.prefix { $0 != ">" && $0 != "&" })
            let standard = cursor.replacing("-", with: "+").replacing("_", with: "/")
            let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
            let bytes = try #require(Data(base64Encoded: padded), "\(link)")
            let text = (String(decoding: bytes, as: UTF8.self) + cursor).lowercased()
            #expect(!text.contains("anna") && !text.contains("example"), "\(query): \(text)")
        }
    }
}

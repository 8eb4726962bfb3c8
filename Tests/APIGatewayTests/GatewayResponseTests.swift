import APIGateway
import Foundation
import HTTP
import HTTPTypes
import TestSupport
import Testing

@Suite("A response becomes what an HTTP API takes")
struct GatewayResponseTests {
    private func members(_ response: Response) throws -> [String: AnyJSON] {
        try JSONDecoder().decode([String: AnyJSON].self, from: Data(GatewayResponse(response).json))
    }

    @Test("Status, fields and text arrive")
    func text() throws {
        let response = Response(
            .created, fields: [.contentType: "application/json", .location: "/api/customers/1", .contentLength: "9"],
            body: Array("{\"a\":\"ü\"}".utf8))
        #expect(
            try members(response) == [
                "statusCode": .number(201), "body": .string("{\"a\":\"ü\"}"), "isBase64Encoded": .bool(false),
                "headers": .object([
                    "content-type": .string("application/json"), "location": .string("/api/customers/1"),
                ]), "cookies": .array([]),
            ])
    }

    @Test("What is not text goes in base64")
    func bytes() throws {
        let members = try members(Response(.ok, body: [0x00, 0xFF]))
        #expect(members["body"] == .string("AP8="))
        #expect(members["isBase64Encoded"] == .bool(true))
    }

    @Test("Every text comes back as it was", arguments: HostileText.corpus + ["\u{0}\"\\/"])
    func hostile(text: String) throws {
        #expect(try members(Response(.ok, body: Array(text.utf8)))["body"] == .string(text))
    }

    @Test("Fields of one name are one, but cookies are many")
    func repeated() throws {
        var response = Response(.ok)
        response.fields[values: .vary] = ["Origin", "Accept"]
        response.fields[values: .setCookie] = ["a=1", "b=2"]
        let members = try members(response)
        #expect(members["headers"] == .object(["vary": .string("Origin, Accept")]))
        #expect(members["cookies"] == .array([.string("a=1"), .string("b=2")]))
    }
}

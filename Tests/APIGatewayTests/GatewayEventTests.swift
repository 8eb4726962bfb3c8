import APIGateway
import HTTP
import HTTPTypes
import TestSupport
import Testing

@Suite("An event of an HTTP API becomes a request")
struct GatewayEventTests {
    @Test("Every part of a full event arrives")
    func full() throws {
        let event = try GatewayEvent(Array(SampleEvent.full.utf8))
        let expected = Request(
            .post, "/api/customers?limit=2&limit=3&search=a%20b+c%26&empty=",
            fields: [
                .contentType: "application/json", .ifMatch: "\"1\", \"2\"", .cookie: "a=1; b=2",
            ], body: Array(#"{"name":"Ana Núñez"}"#.utf8))
        #expect(event.request.head.path == expected.head.path)
        #expect(event.request.method == .post)
        #expect(event.request.body == expected.body)
        for field in expected.fields { #expect(event.request.fields[field.name] == field.value) }
        #expect(event.requestID == "JKJaXmPLvHcESHA=")
        #expect(event.authorizer == nil)
        #expect(event.source == "192.0.2.1")
    }

    @Test("The least event is enough")
    func least() throws {
        let event = try GatewayEvent(Array(SampleEvent.least.utf8))
        #expect(event.request == Request(.get, "/api/health"))
        #expect(event.requestID == nil)
        #expect(event.authorizer == nil)
        #expect(event.source == nil)
    }

    @Test("What is null is absent")
    func nulls() throws {
        let event = try SampleEvent.reading(
            """
            "cookies":null,"headers":{"x-a":null,"x-b":"c"},"rawQueryString":null,"body":null,"isBase64Encoded":null
            """)
        #expect(event.request.head.path == "/api/health")
        #expect(event.request.body == [])
        let b = try #require(HTTPField.Name("x-b"))
        #expect(event.request.fields == [b: "c"])
    }

    @Test(
        "The stage is not part of the path, unless it is not there",
        arguments: [
            ("$default", "/api/health", "/api/health"), ("prod", "/prod/api/health", "/api/health"),
            ("prod", "/prod", "/"), ("prod", "/prod/", "/"), ("prod", "/production/api", "/production/api"),
            ("prod", "/api/health", "/api/health"), ("", "/api", "/api"), ("$default", "", "/"),
            ("api", "/api/api/x", "/api/x"),
        ])
    func stages(stage: String, raw: String, path: String) throws {
        let event = try SampleEvent.event(path: raw, stage: stage)
        #expect(event.request.path == path[...])
    }

    @Test(
        "The gateway's decoding is undone",
        arguments: [
            ("/api/a b", "/api/a%20b"), ("/api/ü", "/api/%C3%BC"), ("/api/a%252Fb", "/api/a%252Fb"),
            ("/api/?x", "/api/%3Fx"),
            ("/api/#", "/api/%23"), ("/api/100%25", "/api/100%25"), ("/a:b@c!$&'()*+,;=-._~", "/a:b@c!$&'()*+,;=-._~"),
            ("/\u{0}\u{7F}", "/%00%7F"),
        ])
    func escapes(raw: String, path: String) throws {
        #expect(try SampleEvent.event(path: raw).request.path == path[...])
    }

    @Test("The query is the caller's own, not the map with commas in it")
    func query() throws {
        let event = try SampleEvent.reading(
            #""rawQueryString":"a=1&a=2&b=x%2Cy","queryStringParameters":{"a":"1,2","b":"x,y"}"#)
        let query = try Query(parsing: event.request.query)
        #expect(query.values("a") == ["1", "2"])
        #expect(query.values("b") == ["x,y"])
    }

    @Test("A body in base64 is decoded, one that is not base64 is refused")
    func bodies() throws {
        let bytes = try SampleEvent.reading(#""body":"AP/+gA==","isBase64Encoded":true"#).request.body
        #expect(bytes == [0x00, 0xFF, 0xFE, 0x80])
        #expect(try SampleEvent.reading(#""body":"AP/+gA==""#).request.body == Array("AP/+gA==".utf8))
        #expect(throws: GatewayEventFailure.wrong("body")) {
            try SampleEvent.reading(#""body":"no base64","isBase64Encoded":true"#)
        }
    }

    @Test("Fields that HTTP does not know are left out")
    func fields() throws {
        let event = try SampleEvent.reading(
            #""headers":{"":"x","a b":"x","x-lines":"a\r\nb: c","accept":"*/*"},"cookies":["a=1\r\nx: y"]"#)
        #expect(event.request.fields == [.accept: "*/*"])
    }

    @Test("An authorizer says who asks")
    func authorizers() throws {
        let iam = #""iam":{"accessKey":"A","accountId":"1","userArn":"arn:aws:iam::1:user/kim","userId":"U"}"#
        #expect(
            try SampleEvent.event(authorizer: iam).authorizer == .iam(userARN: "arn:aws:iam::1:user/kim"))
        let jwt = #""jwt":{"claims":{"sub":"42","email":"kim@example.com","n":1,"l":["a"]},"scopes":null}"#
        #expect(
            try SampleEvent.event(authorizer: jwt).authorizer
                == .jwt(claims: ["sub": "42", "email": "kim@example.com"]))
        #expect(try SampleEvent.event(authorizer: #""lambda":{"x":1}"#).authorizer == nil)
        #expect(try SampleEvent.event(authorizer: #""iam":{"userArn":null}"#).authorizer == nil)
    }
}

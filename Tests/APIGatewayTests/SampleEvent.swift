import APIGateway

/// Events as API Gateway sends them.
enum SampleEvent {
    static let least = #"{"version":"2.0","rawPath":"/api/health","requestContext":{"http":{"method":"GET"}}}"#

    /// With every member that the payload format has.
    static let full = #"""
        {
          "version": "2.0", "routeKey": "ANY /api/{proxy+}", "rawPath": "/live/api/customers",
          "rawQueryString": "limit=2&limit=3&search=a%20b+c%26&empty=",
          "cookies": ["a=1", "b=2"],
          "headers": {"content-type": "application/json", "if-match": "\"1\", \"2\"", "host": "x.execute-api.eu-west-1.amazonaws.com"},
          "queryStringParameters": {"limit": "2,3", "search": "a b c&", "empty": ""},
          "requestContext": {
            "accountId": "123456789012", "apiId": "api-id",
            "authentication": {"clientCert": {"clientCertPem": "CERT", "subjectDN": "www.example.com"}},
            "domainName": "x.execute-api.eu-west-1.amazonaws.com", "domainPrefix": "x",
            "http": {"method": "POST", "path": "/live/api/customers", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "agent"},
            "requestId": "JKJaXmPLvHcESHA=", "routeKey": "ANY /api/{proxy+}", "stage": "live",
            "time": "12/Mar/2020:19:03:58 +0000", "timeEpoch": 1583348638390
          },
          "body": "eyJuYW1lIjoiQW5hIE7DusOxZXoifQ==", "pathParameters": {"proxy": "customers"},
          "isBase64Encoded": true, "stageVariables": {"stageVariable1": "value1"}
        }
        """#

    /// The least event and some more members.
    static func reading(_ members: String) throws -> GatewayEvent {
        try GatewayEvent(Array("\(least.dropLast()),\(members)}".utf8))
    }

    static func event(
        path: String = "/api/health", stage: String = "$default", authorizer: String = ""
    ) throws -> GatewayEvent {
        let path = path.replacing("\u{0}", with: "\\u0000")
        let context = #"{"http":{"method":"GET"},"stage":"\#(stage)","authorizer":{\#(authorizer)}}"#
        return try GatewayEvent(
            Array(#"{"version":"2.0","rawPath":"\#(path)","requestContext":\#(context)}"#.utf8))
    }
}

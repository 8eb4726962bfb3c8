import APIGateway
import CustomerAPI
import TestSupport
import Testing

@testable import customers_lambda

@Suite("Who asks is what the authorizer says")
struct CallerTests {
    private static let kim = #"{"iam":{"userArn":"arn:aws:iam::1:user/kim"}}"#
    private static let token = #""iss":"https://issuer.example","aud":"desk","sub":"42""#
    static let jwt = [
        "CUSTOMERS_AUTH": "JWT", "CUSTOMERS_JWT_ISSUER": "https://issuer.example",
        "CUSTOMERS_JWT_AUDIENCE": "desk,other",
    ]

    /// What a change is recorded under, or the status that it gets.
    private func updatedBy(_ variables: [String: String], _ authorizer: String) async throws -> AnyJSON? {
        let answer = try await Function(variables).answer(
            "POST", "/api/customers", body: #"{"name":"A","email":"a@b.c"}"#, authorizer: authorizer)
        return answer.statusCode == 201 ? try answer["updated_by"] : .number(Double(answer.statusCode))
    }

    private func updatedBy(claims: String, _ variables: [String: String] = [:]) async throws -> AnyJSON? {
        try await updatedBy(Self.jwt.merging(variables) { $1 }, #"{"jwt":{"claims":{\#(claims)}}}"#)
    }

    @Test("A change carries the signer's ARN")
    func signers() async throws {
        #expect(try await updatedBy([:], Self.kim) == .string("arn:aws:iam::1:user/kim"))
        #expect(try await updatedBy(["CUSTOMERS_AUTH": "IAM"], Self.kim) == .string("arn:aws:iam::1:user/kim"))
        #expect(try await updatedBy(["CUSTOMERS_AUTH": "NONE"], "{}") == .null)
    }

    @Test(
        "A change carries issuer and subject, and an email only when the issuer has made sure of it",
        arguments: [
            ("", "https://issuer.example#42"),
            (#","email":"kim@example.com","email_verified":"true""#, "kim@example.com"),
            (#","email":"kim@example.com""#, "https://issuer.example#42"),
            (#","email":"kim@example.com","email_verified":"false""#, "https://issuer.example#42"),
            (#","email":"kim@example.com","email_verified":"TRUE""#, "https://issuer.example#42"),
            (#","email":"a\u001bb@example.com","email_verified":"true""#, "https://issuer.example#42"),
            (#","email":"kím@example.com","email_verified":"true""#, "https://issuer.example#42"),
            (#","email":"a@b@c","email_verified":"true""#, "https://issuer.example#42"),
            (
                #","preferred_username":"boss","username":"boss","cognito:username":"boss","name":"boss","client_id":"boss""#,
                "https://issuer.example#42"
            ),
        ])
    func names(claims: String, name: String) async throws {
        #expect(try await updatedBy(claims: Self.token + claims) == .string(name))
    }

    @Test(
        "A token of another issuer, for another audience, or of nobody is refused",
        arguments: [
            "", #""aud":"desk","sub":"42""#, #""iss":"https://issuer.example/","aud":"desk","sub":"42""#,
            #""iss":"https://issuer.example","aud":"desk2","sub":"42""#, #""iss":"https://issuer.example","sub":"42""#,
            #""iss":"https://issuer.example","aud":"desk3","client_id":"desk","sub":"42""#,
            #""iss":"https://issuer.example","aud":"desk""#, #""iss":"https://issuer.example","aud":"desk","sub":"""#,
            #""iss":"https://issuer.example","aud":"desk","sub":"a b""#,
            #""iss":"https://issuer.example","aud":"desk","sub":"a\nb""#,
            #""iss":"https://issuer.example","aud":"desk","email":"kim@example.com","email_verified":"true""#,
        ])
    func refused(claims: String) async throws {
        #expect(try await updatedBy(claims: claims) == .number(401))
    }

    @Test("One of several audiences is enough, and Cognito's access tokens name the client")
    func audiences() async throws {
        let name = AnyJSON.string("https://issuer.example#42")
        #expect(try await updatedBy(claims: #""iss":"https://issuer.example","aud":"[a other]","sub":"42""#) == name)
        #expect(try await updatedBy(claims: #""iss":"https://issuer.example","client_id":"other","sub":"42""#) == name)
    }

    @Test(
        "A route that lost its authorizer, or has another, stays closed",
        arguments: [[:], ["CUSTOMERS_AUTH": "IAM"], jwt])
    func missingAuthorizer(variables: [String: String]) async throws {
        let other = variables == Self.jwt ? Self.kim : #"{"jwt":{"claims":{\#(Self.token)}}}"#
        for authorizer in ["{}", #"{"jwt":{"claims":{}}}"#, other] {
            #expect(try await updatedBy(variables, authorizer) == .number(401))
        }
        let function = try Function(variables)
        #expect(try await function.answer("GET", "/api/health").statusCode == 200)
        #expect(try await function.answer("GET", "/api/changes").statusCode == 401)
    }
}

@Suite("What a caller may do in the cloud")
struct CallerRoleTests {
    private func caller(_ variables: [String: String], _ claims: [String: String]) throws -> RequestContext.Caller {
        let environment = CallerTests.jwt.merging(variables) { $1 }.merging(["DYNAMODB_TABLE_NAME": "customers"]) { $1 }
        let own = ["iss": "https://issuer.example", "aud": "desk", "sub": "42"]
        let settings = try FunctionSettings(environment: environment)
        return settings.authentication.caller(.jwt(claims: own.merging(claims) { $1 }))
    }

    private func role(_ caller: RequestContext.Caller) -> Role? {
        if case .principal(let principal) = caller { principal.role } else { nil }
    }

    @Test(
        "The claim that was named gives the role, the one of several that may do most",
        arguments: [
            ("agent", Role.agent), ("[desk reader exporter]", .exporter), ("[admin]", .admin), ("", nil), ("boss", nil),
            ("Agent", nil), ("[]", nil),
            // A text is one name, and a comma part of one.
            ("reader agent", nil), ("x,admin", nil), ("[x,admin desk]", nil), ("[reader,admin]", nil),
        ])
    func roleClaims(value: String, expected: Role?) throws {
        let variables = ["CUSTOMERS_JWT_ROLE_CLAIM": "cognito:groups"]
        #expect(role(try caller(variables, ["cognito:groups": value])) == expected)
        #expect(role(try caller(variables, ["role": "admin", "groups": "admin"])) == nil)
        #expect(role(try caller([:], ["cognito:groups": value])) == .exporter)
    }

    @Test(
        "Of several values that the gateway hands over as one text, none counts where a value may hold a blank",
        arguments: [("[agent]", Role.agent), ("agent", .agent), ("[desk admin]", nil), ("[reader admin]", nil)])
    func ambiguousRoles(value: String, expected: Role?) throws {
        let caller = try caller(
            ["CUSTOMERS_JWT_ROLE_CLAIM": "https://desk.example/roles"], ["https://desk.example/roles": value])
        #expect(role(caller) == expected)
        let identity = Identity.subject("42", issuer: "https://issuer.example")
        #expect(caller.identity == identity, "it is known who it is, with a role and without")
    }

    @Test("A signer without a role, and a token without one, are refused under their names", arguments: [true, false])
    func forbidden(isSigned: Bool) async throws {
        let variables =
            isSigned
            ? ["CUSTOMERS_ROLES": "arn:aws:iam::1:user/ops=admin"]
            : CallerTests.jwt.merging(["CUSTOMERS_JWT_ROLE_CLAIM": "cognito:groups"]) { $1 }
        let authorizer =
            isSigned
            ? #"{"iam":{"userArn":"arn:aws:iam::1:user/kim"}}"#
            : #"{"jwt":{"claims":{"iss":"https://issuer.example","aud":"desk","sub":"42"}}}"#
        let function = try Function(variables)
        let answer = try await function.answer("GET", "/api/customers", authorizer: authorizer)
        #expect(answer.statusCode == 403)
        #expect(try answer["type"] == .string("urn:customers:problem:forbidden"))
        let name = isSigned ? "arn:aws:iam::1:user/kim" : "https://issuer.example#42"
        let line = try #require(try function.audit.last)
        #expect(line["principal"] == .string(name) && line["problem"] == .string("forbidden"))
        #expect(line["role"] == nil)
    }

    @Test(
        "Every scope that is required has to be there",
        arguments: [
            (["scope": "desk/read desk/write openid"], true), (["scope": "desk/read"], false), ([:], false),
            (["scope": "desk/readx desk/write"], false), (["scp": "[desk/write desk/read]"], true),
            (["scope": "desk/read", "scp": "desk/write"], true),
        ])
    func scopes(claims: [String: String], isTaken: Bool) throws {
        let caller = try caller(["CUSTOMERS_JWT_SCOPES": "desk/read,desk/write"], claims)
        #expect((role(caller) != nil) == isTaken)
        if case .forbidden(_, let reason) = caller {
            #expect(!isTaken && reason.contains("desk/"))
        } else {
            #expect(isTaken)
        }
    }

    @Test(
        "The first pattern that fits a signer's ARN gives the role",
        arguments: [
            ("arn:aws:sts::1:assumed-role/SupportEast/kim", Role.agent),
            ("arn:aws:sts::1:assumed-role/Support/kim", .agent),
            ("arn:aws:sts::1:assumed-role/SupportLeads/kim", .exporter), ("arn:aws:iam::1:user/ops", .admin),
            ("arn:aws:iam::1:user/team/a/kim", .reader), ("arn:aws:sts::1:assumed-role/Other/kim", nil),
            ("arn:aws:sts::2:assumed-role/Support/kim", nil), ("arn:aws:sts::1:assumed-role/Other/Support", nil),
            ("arn:aws:sts::1:assumed-role/Support", nil), ("arn:aws:sts::1:assumed-role/Support/a/b", nil),
            ("arn:aws:iam::1:user/ops2", nil), ("arn:aws:iam::1:user/op", nil), ("", nil),
        ])
    func patterns(arn: String, expected: Role?) throws {
        let roles = """
            arn:aws:sts::1:assumed-role/SupportLeads/*=exporter, arn:aws:sts::1:assumed-role/Support*/*=agent,\
            arn:aws:iam::1:user/ops=admin,arn:aws:iam::1:user/team/*/k*m=reader
            """
        let settings = try FunctionSettings(environment: ["DYNAMODB_TABLE_NAME": "customers", "CUSTOMERS_ROLES": roles])
        #expect(role(settings.authentication.caller(.iam(userARN: arn))) == expected)
        let open = try FunctionSettings(environment: ["DYNAMODB_TABLE_NAME": "customers"])
        #expect(role(open.authentication.caller(.iam(userARN: arn))) == .exporter)
    }
}

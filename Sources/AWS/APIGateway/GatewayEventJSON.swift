import FoundationEssentials
import HTTPTypes

/// The members of an event that matter here, as they stand in it.
///
/// The map of query parameters is not among them: it joins equal names by commas, which cannot be undone.
struct GatewayEventJSON: Decodable {
    let version: String?
    let rawPath: String?
    let rawQueryString: String?
    let cookies: [String]?
    let headers: [String: String?]?
    let body: String?
    let isBase64Encoded: Bool?
    let requestContext: Context?

    struct Context: Decodable {
        let requestId: String?
        let stage: String?
        let http: HTTP?
        let authorizer: Authorizer?
    }

    struct HTTP: Decodable {
        let method: String?
        let path: String?
        let sourceIp: String?
    }

    struct Authorizer: Decodable {
        let iam: IAM?
        let jwt: JWT?
    }

    struct IAM: Decodable {
        let userArn: String?
    }

    struct JWT: Decodable {
        let claims: [String: Claim]?
    }

    /// The gateway writes every claim as a text; one that is not a text says nothing here.
    struct Claim: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    init(_ payload: [UInt8]) throws(GatewayEventFailure) {
        do {
            self = try JSONDecoder().decode(GatewayEventJSON.self, from: Data(payload))
        } catch DecodingError.typeMismatch(_, let context) {
            throw .wrong(context.codingPath.map(\.stringValue).joined(separator: "."))
        } catch {
            throw .notJSON
        }
        guard version == "2.0" else { throw .version(version) }
    }

    /// Fields with a name or value that HTTP does not know are left out. Cookies come back to where they were.
    var fields: HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers ?? [:] {
            guard let name = HTTPField.Name(name), let value, HTTPField.isValidValue(value) else { continue }
            fields[name] = value
        }
        if let cookies, !cookies.isEmpty {
            let cookie = cookies.joined(separator: "; ")
            if HTTPField.isValidValue(cookie) { fields[.cookie] = cookie }
        }
        return fields
    }

    func bytes() throws(GatewayEventFailure) -> [UInt8] {
        guard let body else { return [] }
        guard isBase64Encoded == true else { return Array(body.utf8) }
        guard let data = Data(base64Encoded: body) else { throw .wrong("body") }
        return Array(data)
    }
}

extension GatewayAuthorizer {
    init?(_ json: GatewayEventJSON.Authorizer) {
        if let arn = json.iam?.userArn {
            self = .iam(userARN: arn)
        } else if let claims = json.jwt?.claims {
            self = .jwt(claims: claims.compactMapValues(\.text))
        } else {
            return nil
        }
    }
}

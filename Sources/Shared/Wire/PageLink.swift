import Domain
import HTTP

/// The `Link` field (RFC 8288) that leads to the next page.
enum PageLink {
    static func fieldValue(_ next: ListQuery) -> String {
        "<\(Route.customers.path)?\(next.parameters.text)>; rel=\"next\""
    }

    /// The cursor alone: neither the host nor any other parameter of the link is believed.
    static func cursor(_ fieldValue: String) -> String? {
        for link in fieldValue.split(separator: "<").map({ $0.split(separator: ">", maxSplits: 1) }) {
            guard link.count == 2, let target = link.first, isNext(parameters: link[1]) else { continue }
            let query = target.drop { $0 != "?" }.dropFirst()
            return (try? Query(parsing: query))?.values("cursor").first
        }
        return nil
    }

    private static func isNext(parameters: Substring) -> Bool {
        parameters.split(separator: ";").contains { parameter in
            let text = parameter.prefix { $0 != "," }.filter { $0 != "\"" && $0 != " " }.lowercased()
            return text == "rel=next"
        }
    }
}

import Domain
import HTTPTypes

/// `Retry-After` (RFC 9110 §10.2.3), as far as it is obeyed.
package enum RetryAfter {
    /// Nobody waits for longer without asking again, whatever a server says.
    package static let maximumSeconds = 15 * 60

    /// From 0 to ``maximumSeconds``; `nil` without a time that makes sense, so that the caller decides how long to wait.
    ///
    /// A date counts from the answer's own `Date`, because this machine's clock may be wrong.
    static func seconds(_ fields: HTTPFields) -> Int? {
        guard let text = fields[.retryAfter], !text.isEmpty else { return nil }
        if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than an integer has are more than anybody waits.
            return min(Int(text) ?? maximumSeconds, maximumSeconds)
        }
        guard let moment = Timestamp(httpDate: text), let now = fields[.date].flatMap({ Timestamp(httpDate: $0) })
        else {
            return nil
        }
        return Int(min(max(0, moment.seconds(since: now)), Int64(maximumSeconds)))
    }
}

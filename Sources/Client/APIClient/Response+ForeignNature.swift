import FoundationEssentials
import HTTP
import HTTPTypes

extension Response {
    /// What tells a person whose answer this is, when it is not our API's; `nil` when nothing does.
    var foreignNature: String? {
        if (300..<400).contains(status.code), let location = fields[.location] {
            // The rest of a sign-in page's address holds what should not be shown.
            return "it redirects" + (URL(string: location)?.host.map { " to \($0)" } ?? "")
        }
        let type = (fields[.contentType] ?? "").lowercased()
        return type.hasPrefix("text/html") ? "it is a web page, perhaps to sign in at" : nil
    }
}

import JSON
import Wire

/// A use of customers that is not reported yet, as it stands in its file.
struct ReportLine: Hashable, Sendable {
    /// The origin whose customers they are; nobody else is told.
    let api: String
    let use: ReportedUse

    init(_ use: ReportedUse, of api: String) {
        self.use = use
        self.api = api
    }

    /// - Returns: `nil` for what a killed program has left of a line, and for anything else that is none.
    init?(_ bytes: some Collection<UInt8>) {
        guard let json = JSONValue(parsing: Array(bytes), maximumDepth: 4), let api = json["api"]?.text,
            let use = json["use"].flatMap({ ReportedUse(json: $0) })
        else { return nil }
        self.init(use, of: api)
    }

    var bytes: [UInt8] {
        let json: JSONValue = ["api": .string(api), "use": use.json]
        return json.bytes() + [UInt8(ascii: "\n")]
    }
}

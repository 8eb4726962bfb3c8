import Domain

/// What of a media type (RFC 9110 §8.3.1) this API looks at.
enum MediaType {
    /// `type/subtype` in lower case, without parameters; `nil` when the text is no media type.
    static func essence(_ fieldValue: some StringProtocol) -> String? {
        let text = fieldValue.prefix { $0 != ";" }.trimmed.lowercased()
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        return halves.count == 2 && halves.allSatisfy { !$0.isEmpty } ? text : nil
    }

    /// Whether `Accept` leaves room for JSON (RFC 9110 §12.5.1); a range with `q=0` does not.
    static func acceptsJSON(_ accept: String) -> Bool {
        let ranges = accept.split(separator: ",")
        return ranges.isEmpty
            || ranges.contains { range in
                guard let essence = essence(range) else { return false }
                let isRefused = range.split(separator: ";").dropFirst().contains { parameter in
                    let parameter = parameter.trimmed.lowercased()
                    return parameter.hasPrefix("q=") && Double(parameter.dropFirst(2)) == 0
                }
                return !isRefused && ["*/*", "application/*", JSONBody.mediaType, Problem.mediaType].contains(essence)
            }
    }
}

import Domain

/// What of a media type (RFC 9110 §8.3.1) this API looks at.
enum MediaType {
    /// `type/subtype` in lower case, without parameters; `nil` when the text is not a media type.
    static func essence(_ fieldValue: some StringProtocol) -> String? {
        let text = fieldValue.prefix { $0 != ";" }.trimmed.lowercased()
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        return halves.count == 2 && halves.allSatisfy { !$0.isEmpty } ? text : nil
    }

    /// Whether `Accept` leaves room for JSON: the range that names it most precisely decides (RFC 9110 §12.5.1).
    static func acceptsJSON(_ accept: String) -> Bool {
        let ranges = accept.split(separator: ",")
        for wanted in [JSONBody.mediaType, "application/*", "*/*"] {
            if let range = ranges.first(where: { essence($0) == wanted }) { return quality(range) > 0 }
        }
        // A caller that accepts only problems gets at least those; one that names nothing accepts everything.
        return ranges.isEmpty || ranges.contains { essence($0) == Problem.mediaType }
    }

    /// Whether the text that a media type is of is in UTF-8; one without `charset` is (RFC 8259 §8.1).
    static func isUTF8(_ fieldValue: some StringProtocol) -> Bool {
        let charset = parameter("charset", of: fieldValue)
        return charset.map { ["utf-8", "utf8", "us-ascii"].contains($0) } ?? true
    }

    /// The parameter `q`; 1 without one.
    private static func quality(_ range: some StringProtocol) -> Double {
        parameter("q", of: range).map { Double($0) ?? 1 } ?? 1
    }

    /// The first parameter of this name, in lower case and without quotes; `nil` without one.
    private static func parameter(_ name: String, of fieldValue: some StringProtocol) -> String? {
        for parameter in fieldValue.split(separator: ";").dropFirst() {
            let parameter = parameter.trimmed.lowercased()
            if parameter.hasPrefix(name + "=") { return parameter.dropFirst(name.count + 1).filter { $0 != "\"" } }
        }
        return nil
    }
}

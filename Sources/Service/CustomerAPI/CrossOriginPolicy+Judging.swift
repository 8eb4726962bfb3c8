extension CrossOriginPolicy {
    /// Whether a browser may send this as a page's origin (RFC 6454 §6.2), or it stands for all of them.
    ///
    /// `null` is what any page can call itself.
    package static func isOrigin(_ text: String) -> Bool {
        if text == "*" { return true }
        let halves = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }) else { return false }
        let isDefaultPort =
            text.hasPrefix("https:") && text.hasSuffix(":443") || text.hasPrefix("http:") && text.hasSuffix(":80")
        return !isDefaultPort && text == text.lowercased() && text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
            && !halves[1].contains { "/?#@\\,".contains($0) }
    }
}

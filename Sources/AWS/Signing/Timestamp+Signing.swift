import Domain

extension Timestamp {
    /// As requests are dated: `20150830T123600Z`.
    var signingText: String {
        String(text.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
    }
}

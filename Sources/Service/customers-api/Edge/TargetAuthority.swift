/// The authority of a request's target that is a whole address (RFC 9112 §3.2.2).
enum TargetAuthority {
    /// `nil` for a target that is a path.
    static func text(of target: String) -> String? {
        guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else { return nil }
        return String(target[scheme.upperBound...].prefix { !"/?#".contains($0) })
    }
}

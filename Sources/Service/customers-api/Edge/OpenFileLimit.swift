import Glibc

/// How many descriptors this process may have (getrlimit(2)).
enum OpenFileLimit {
    /// More than the connections and everything else take; programs that this one starts look at each.
    private static let enough: rlim_t = 16_384

    /// Raises the soft limit as far as the hard one allows: systemd and shells grant 1,024, for programs that use select(2).
    ///
    /// - Returns: what it is then.
    static func raise() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
        let wanted = min(limit.rlim_max, max(enough, limit.rlim_cur))
        var raised = rlimit(rlim_cur: wanted, rlim_max: limit.rlim_max)
        if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }
}

import CustomerAPI
import Domain

/// Which role somebody has who signs requests, by their ARN: the first pattern that it matches names it.
struct SignerRoles: Hashable, Sendable {
    private let rules: [Rule]

    private struct Rule: Hashable {
        let pattern: [UInt8]
        let role: Role
    }

    /// Reads `ARN=ROLE,ARN=ROLE`, where `*` in an ARN stands for any text without `/` and `:`, so that what a session is
    /// called, which its holder chooses, fits nothing but its own part; `nil` for anything else.
    init?(_ list: String) {
        var rules: [Rule] = []
        for entry in list.split(separator: ",", omittingEmptySubsequences: false) {
            let halves = entry.trimmed.split(separator: "=", omittingEmptySubsequences: false)
            guard let name = halves.last, let role = Role(rawValue: String(name)) else { return nil }
            let pattern = halves.dropLast().joined(separator: "=")
            guard pattern.hasPrefix("arn:"), pattern.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
            rules.append(Rule(pattern: Array(pattern.utf8), role: role))
        }
        self.rules = rules
    }

    /// `nil` when no pattern fits.
    func role(of arn: String) -> Role? {
        let arn = Array(arn.utf8)
        return rules.first { Self.matches(arn, $0.pattern) }?.role
    }

    /// Every `*` takes as little as it can, and more when what follows does not fit.
    private static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        var (at, next) = (0, 0)
        var star: (after: Int, upTo: Int)?
        while at < text.count {
            if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
                next += 1
                star = (next, at)
            } else if next < pattern.count, pattern[next] == text[at] {
                (at, next) = (at + 1, next + 1)
            } else if let last = star, !isSeparator(text[last.upTo]) {
                star = (last.after, last.upTo + 1)
                (at, next) = (last.upTo + 1, last.after)
            } else {
                return false
            }
        }
        return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: ":")
    }
}

// For `environ`, which the compiler takes for a variable that anybody may write: nothing in this program calls setenv.
@preconcurrency import Glibc

/// The process's own variables.
enum ProcessEnvironment {
    /// All of them; of those without a value none. Foundation's `ProcessInfo` takes a twentieth of the start to tell them.
    static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }
}

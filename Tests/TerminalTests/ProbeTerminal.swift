import TestSupport

/// The probe in a terminal of its own.
func startProbe(
    _ names: [String] = (1...200).map { "Anna Smith \($0)" }, environment: [String: String] = [:], rows: Int = 24,
    columns: Int = 80
) throws -> Pseudoterminal {
    let own = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    return try Pseudoterminal(
        [Program("terminal-probe").path] + names, environment: own.merging(environment) { $1 }, rows: rows,
        columns: columns)
}

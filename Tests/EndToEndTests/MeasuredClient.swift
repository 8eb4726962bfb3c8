import FoundationEssentials
import TestSupport
import Testing

/// One command of the real client at a terminal of its own, with what it took.
struct MeasuredClient {
    let end: ProgramEnd
    /// All that reached the terminal.
    let output: String
    /// What the terminal would have obeyed and no command of ours says, if anything.
    let surprises: [String]
    /// The most memory that it has had.
    let peakKilobytes: Int

    /// Writes to a file how much memory a program has had at most, in KiB. It starts it from a small process: what one had
    /// before execve(2) counts (getrusage(2)), and of a process that is started from here that is all that the tests hold.
    private static let measurement = """
        import resource, signal, subprocess, sys
        signal.signal(signal.SIGINT, lambda *_: None)
        status = subprocess.call(sys.argv[2:])
        with open(sys.argv[1], "w") as file: file.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
        sys.exit(status if status >= 0 else 128 - status)
        """

    /// Runs a command to its end, in a home of its own.
    ///
    /// - Parameters:
    ///   - url: where its API is.
    ///   - files: what stands in the home at first; the command runs there.
    ///   - interruption: returns when Ctrl-C is to be pressed, unless the command has ended by then.
    static func run(
        _ arguments: [String], url: String, files: [String: String] = [:], seconds: Double = 60,
        interruption: (@Sendable () async -> Void)? = nil
    ) async throws -> MeasuredClient {
        try await withTemporaryFolder { folder in
            for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: folder + "/" + name)) }
            let environment = [
                "HOME": folder, "PATH": "/usr/bin:/bin", "TERM": "dumb", "LANG": "C.UTF-8",
                "SWIFT_BACKTRACE": "enable=no",
                "CUSTOMERS_API_URL": url,
            ]
            let file = folder + "/peak"
            let client = try Pseudoterminal(
                ["/usr/bin/env", "-C", folder, "python3", "-c", measurement, file, Program("customers").path]
                    + arguments,
                environment: environment)
            let press = interruption.map { interruption in
                Task {
                    await interruption()
                    await client.send("\u{3}")
                }
            }
            defer { press?.cancel() }
            let end = try await client.waitForEnd(seconds: seconds)
            return MeasuredClient(
                end: end, output: String(decoding: await client.output, as: UTF8.self),
                surprises: await client.screen.surprises + client.screen.commands,
                peakKilobytes: try #require(Int(String(contentsOfFile: file, encoding: .utf8))))
        }
    }
}

import TestSupport
import Testing

/// Tokens and addresses are in both programs' memory.
@Suite("Core dumps")
struct CoreDumpTests {
    @Test("The client may leave none while it works, nor may what it starts")
    func client() async throws {
        try await SilentServer.listening { url in
            try await Shell.without(url: url) { shell in
                let line = """
                    ulimit -c unlimited
                    "$program" list &
                    for i in $(seq 600); do ls -l /proc/$!/fd | grep -q socket && break; sleep 0.05; done
                    grep '^Max core file size' /proc/$!/limits
                    kill -9 $!
                    """
                let limit = try await shell.customers.shell(line).output.split(separator: " ").map(String.init)
                #expect(Array(limit.dropFirst(4).prefix(2)) == ["0", "0"], "\(limit)")
            }
        }
    }
}

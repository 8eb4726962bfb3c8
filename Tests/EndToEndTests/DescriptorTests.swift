import Domain
import Foundation
import TestSupport
import Testing

/// What the programs do about descriptors that their parent left closed, or open.
@Suite("Descriptors at the start", .serialized)
struct DescriptorTests {
    /// Starts a program by a line of the shell with its standard descriptors closed, and says what they are once it runs.
    private func standardDescriptors(
        of program: Program, _ arguments: [String], closing: String, until isReady: String
    ) async throws -> [String] {
        let line = """
            "$program" "$@" \(closing) &
            for i in $(seq 600); do \(isReady) && break; sleep 0.05; done
            readlink /proc/$!/fd/0 /proc/$!/fd/1 /proc/$!/fd/2
            kill -9 $!
            """
        let seen = try await program.shell(line, arguments)
        return seen.output.split(separator: "\n").map(String.init)
    }

    @Test("A server that is started with them closed has /dev/null there, and serves")
    func server() async throws {
        try await withTemporaryFolder { folder in
            let port = try FreePort.take()
            let program = Program("customers-api", environment: ["HOME": folder])
            let seen = try await standardDescriptors(
                of: program, ["serve", "--port", "\(port)", "--store", "sqlite:\(folder)/c.db"],
                closing: "<&- >&- 2>&-",
                until: "grep -q ':\(String(port, radix: 16, uppercase: true)) .* 0A ' /proc/net/tcp")
            #expect(seen == ["/dev/null", "/dev/null", "/dev/null"])
        }
    }

    @Test("So has the function's program")
    func function() async throws {
        try await SilentServer.listening { url in
            let environment = [
                "AWS_LAMBDA_RUNTIME_API": String(url.dropFirst("http://".count)), "DYNAMODB_TABLE_NAME": "customers",
                "AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
                "AWS_ENDPOINT_URL": url,
            ]
            let seen = try await standardDescriptors(
                of: Program("customers-lambda", environment: environment), [], closing: "<&- >&- 2>&-",
                until: "ls -l /proc/$!/fd 2> /dev/null | grep -q socket")
            #expect(seen == ["/dev/null", "/dev/null", "/dev/null"])
        }
    }

    @Test("A result that cannot be written is a failure, with and without a place for the message")
    func output() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            for command in [["list"], ["list", "--json"], ["export"], ["status"], ["--version"], ["help", "list"]] {
                let closed = try await shell.customers.shell("\"$program\" \"$@\" >&-", command)
                #expect(closed.status == 74, "\(command): \(closed.error)")
                #expect(closed.error.contains("Cannot write to standard output: Bad file descriptor."))
                let silent = try await shell.customers.shell("\"$program\" \"$@\" >&- 2>&-", command)
                #expect(silent.status == 74)
            }
        }
    }

    @Test("Nor does the server's --version succeed when it cannot be written")
    func serverVersion() async throws {
        let closed = try await Program("customers-api").shell("\"$program\" --version >&-")
        #expect((closed.status, closed.error) == (74, "customers-api: Cannot write to standard output.\n"))
    }

    @Test("Messages that cannot be written hinder nothing, and go nowhere else")
    func messages() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            let listed = try await shell.customers.shell("\"$program\" list --json 2>&-")
            #expect(try listed.customers.count == 3)
            #expect(listed.status == 0)
            let added = try await shell.customers.shell("\"$program\" add --name A --email a@b.co --json 2>&- <&-")
            #expect(try added.customer.name == "A", "\(added.status)")
            let refused = try await shell.customers.shell("\"$program\" list --limit 0 2>&-")
            #expect((refused.status, refused.output) == (64, ""))
            let unread = try await shell.customers.shell("\"$program\" add --stdin <&-")
            #expect(unread.status != 0)
            #expect(unread.error.contains("Bad file descriptor"), "\(unread.error)")
        }
    }

    @Test(
        "A terminal whose other end the program has inherited ends it all the same, within a second", arguments: [9, 3])
    func leakedTerminal(_ number: Int32) async throws {
        try await TerminalFixture.onServer { fixture in
            let client = try Pseudoterminal(
                [Program("customers").path], environment: fixture.environment, leaks: number)
            try await client.wait(for: "the list", seconds: 30) { $0.contains("online") }
            await client.hangUp()
            let end = try await client.waitForEnd(seconds: 1)
            #expect(end.processorMilliseconds < 3_000)
        }
    }

    @Test("Of what is inherited only what holds a lock stays open, and what an argument names")
    func inherited() async throws {
        try await SilentServer.listening { url in
            try await Shell.without(url: url) { shell in
                let line = """
                    exec 3< /dev/null 4> "$HOME/file" 5> "$HOME/lock" 6< "$HOME/people"
                    flock 5
                    "$program" import /dev/fd/6 &
                    for i in $(seq 600); do ls -l /proc/$!/fd | grep -q socket && break; sleep 0.05; done
                    for number in 3 4 5 6; do [ -e /proc/$!/fd/$number ] && readlink /proc/$!/fd/$number | sed "s|^|$number |"; done
                    kill -9 $!
                    """
                let path = try shell.file("people", "name,email\nA,a@b.co\n")
                let seen = try await shell.customers.shell(line).output.split(separator: "\n").map(String.init)
                #expect(seen.contains("5 \(shell.folder)/lock"), "\(seen)")
                #expect(seen.contains("6 \(path)"), "\(seen)")
                #expect(!seen.contains { $0.hasSuffix("/file") || $0.hasSuffix("/dev/null") }, "\(seen)")
            }
        }
    }

    @Test("A file that a shell makes of a command can be read and written", arguments: ["bash"])
    func processSubstitution(_ shellName: String) async throws {
        try await Shell.beside { shell in
            let line =
                #"exec bash -c '"$program" import <(printf "name,email\nA,a@b.co\nB,b@b.co\n") && "$program" export >(cat > "$HOME/out.jsonl"); wait $!'"#
            let done = try await shell.customers.shell(line)
            #expect(done.output == "2 created, 0 updated, 0 unchanged, 0 differ\n", "\(done.error)")
            #expect(try shell.text(of: "out.jsonl").split(separator: "\n").count == 2)
        }
    }
}

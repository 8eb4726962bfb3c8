import Foundation
import TestSupport
import Testing

@Suite("What others on this machine have a hand in is not trusted")
struct StrangersTests {
    private static let token = "s3cret-of-the-profile-0123456789"

    /// Listens as another user and writes down all that it is told.
    private static let stranger = """
        import socket, sys
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            connection, _ = listener.accept()
            connection.settimeout(5)
            try: open(sys.argv[1], "ab").write(connection.recv(65536))
            except OSError: pass
            connection.close()
        """

    /// Runs `list` beside a listener of user 65534, and prints what that was told behind what the client says.
    private static let line = """
        chmod 711 "$HOME"; touch "$HOME/told"; chmod 666 "$HOME/told"
        setpriv --reuid=65534 --clear-groups /usr/bin/python3 -c "$1" "$HOME/told" > "$HOME/port" & stranger=$!
        for _ in $(seq 600); do [ -s "$HOME/port" ] && break; sleep 0.05; done
        CUSTOMERS_API_URL="http://127.0.0.1:$(cat "$HOME/port")" "$program" list; status=$?
        kill "$stranger"; cat "$HOME/told"
        exit $status
        """

    @Test(
        "A listener on loopback who is neither oneself nor root gets no byte of a request with a token",
        .enabled(if: geteuid() == 0, "only root can listen as another user"))
    func listener() async throws {
        try await Shell.without(url: nil, token: Self.token) { shell in
            let refused = try await shell.customers.shell(Self.line, [Self.stranger])
            #expect(refused.status == 77 && refused.output.isEmpty, "\(refused.output)\(refused.error)")
            #expect(refused.error.contains("user 65534 of this machine listens there"), "\(refused.error)")
        }
        // Without a secret there is nothing to keep from them: so it was a listener, and could be talked to.
        try await Shell.without(url: nil) { shell in
            let told = try await shell.customers.shell(Self.line, [Self.stranger])
            #expect(told.output.contains("GET /api/customers") && !told.output.contains(Self.token), "\(told.error)")
        }
    }

    @Test(
        "A configuration that others could replace is not obeyed, and the way out is named",
        arguments: [".config", ".config/customers", ".config/customers/config.toml"])
    func configuration(place: String) async throws {
        try await Shell.without(url: nil) { shell in
            try shell.configure(
                "[profiles.default]\napi = \"http://127.0.0.1:9\"\ncredential_command = \"touch $HOME/ran\"\n")
            let path = shell.folder + "/" + place
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: path)
            let refused = try await shell.run("list")
            #expect(refused.status == 78 && refused.error.contains("chmod go-w \(path)"), "\(refused.error)")
            #expect(try !shell.files.contains("ran"))
        }
    }

    @Test("In a runtime directory that others can write nothing is kept, and status says so")
    func runtimeDirectory() async throws {
        try await Shell.beside(["--sample", "3"]) { shell in
            var shell = shell
            let runtime = shell.folder + "/runtime"
            try FileManager.default.createDirectory(atPath: runtime, withIntermediateDirectories: false)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: runtime)
            shell.customers.environment["XDG_RUNTIME_DIR"] = runtime
            #expect(try await shell.run("list", "--json").customers.count == 3)
            #expect(try await shell.run("status").output.contains("others can write \(runtime)"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: runtime).isEmpty)
        }
    }
}

import Foundation
import TestSupport
import Testing

/// What is said when there is no TLS connection, for each cause by a server that has it.
@Suite("TLS that fails")
struct TLSMessagesTests {
    /// Makes a certificate of its own authority, valid between two days.
    private static let makeCertificate = """
        cd "$HOME" && printf '%s\\n' '[ca]' default_ca=d '[d]' database=db serial=serial new_certs_dir=. \
            default_md=sha256 policy=p copy_extensions=copy '[p]' commonName=supplied > config
        : > db; echo 01 > serial
        openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=test \
            -addext "subjectAltName=DNS:$1" -keyout key.pem -out request.pem 2> /dev/null &&
        openssl ca -batch -selfsign -config config -keyfile key.pem -in request.pem -out cert.pem -notext \
            -startdate "$2" -enddate "$3" 2> /dev/null
        """

    /// Runs a command of the client on a server of OpenSSL's.
    private static let runBeside = """
        coproc S { exec openssl s_server -accept 127.0.0.1:0 -cert "$HOME/cert.pem" -key "$HOME/key.pem" $1 2>&1; }
        while read -r line <&"${S[0]}"; do case $line in ACCEPT*) port=${line##*:}; break;; esac; done
        "$program" list --api "https://localhost:$port"; status=$?
        kill "$S_PID"; exit "$status"
        """

    private func complaint(
        name: String = "localhost", from: String = "20200101000000Z", to: String = "20990101000000Z",
        isTrusted: Bool = true,
        _ server: String = ""
    ) async throws -> Program.Finished {
        try await withTemporaryFolder { folder in
            let shell = Shell(folder: folder, url: nil)
            let made = try await shell.customers.shell(Self.makeCertificate, [name, from, to])
            try #require(made.status == 0, "\(made.error)")
            if isTrusted { try shell.configure("[profiles.default]\nca_file = \"\(folder)/cert.pem\"\n") }
            return try await shell.customers.shell("exec bash -c \"$1\" bash \"$2\"", [Self.runBeside, server])
        }
    }

    private func expect(_ finished: Program.Finished, _ texts: String...) {
        #expect(finished.status == 69, "\(finished.error)")
        #expect(finished.error.hasPrefix("customers: There is no safe connection to the API: "), "\(finished.error)")
        for text in texts { #expect(finished.error.contains(text), "\(text): \(finished.error)") }
        for word in ["NIO", "SSL", "Error", "OPENSSL"] {
            #expect(!finished.error.contains(word), "\(finished.error)")
        }
    }

    @Test(
        "An expired certificate is reported with the day, whether its authority is trusted or not",
        arguments: [true, false])
    func expired(_ isTrusted: Bool) async throws {
        expect(
            try await complaint(to: "20210301000000Z", isTrusted: isTrusted), "its certificate expired on 2021-03-01",
            "Tell its operator")
    }

    @Test("A certificate that is not valid yet is reported with the day, and the clock is suspected")
    func notYetValid() async throws {
        expect(try await complaint(from: "20980102000000Z"), "its certificate is not valid before 2098-01-02", "clock")
    }

    @Test("A certificate for another name")
    func wrongName() async throws {
        expect(
            try await complaint(name: "other.example"), "its certificate is for another name", "Check the API's address"
        )
    }

    @Test("An authority that is not trusted here")
    func unknownIssuer() async throws {
        expect(
            try await complaint(isTrusted: false),
            "its certificate is not signed by an authority that this machine trusts",
            "Set ca_file")
    }

    @Test("A server that is too old, or has only ciphers that are not safe", arguments: ["-tls1_1", "-tls1_2"])
    func nothingSafe(_ version: String) async throws {
        expect(
            try await complaint("\(version) -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0"),
            "no version or cipher of TLS that is safe", "Check the API's address", "TLS 1.2 with ECDHE and AES-GCM")
    }

    @Test("A server that wants a certificate of its clients", arguments: ["-tls1_2", "-tls1_3"])
    func clientCertificate(_ version: String) async throws {
        expect(
            try await complaint("-Verify 1 -verify_return_error \(version)"), "a certificate of the client's")
    }

    @Test(
        "A server that does not speak TLS at all",
        arguments: [
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "220 mail ESMTP\r\n",
        ])
    func notTLS(_ answer: String) async throws {
        try await SilentServer.listening(answer) { url in
            try await Shell.without(url: "https" + url.dropFirst("http".count)) { shell in
                expect(try await shell.run("list"), "what answered does not speak TLS", "port")
            }
        }
    }

    @Test(
        "A handshake that the server ends with an alert is reported in the alert's words, and the address is suspected")
    func alert() async throws {
        // Fatal, "internal error" (RFC 8446, section 6): for a name that the server does not know, for example.
        try await SilentServer.listening("\u{15}\u{3}\u{3}\0\u{2}\u{2}\u{50}") { url in
            try await Shell.without(url: "https" + url.dropFirst("http".count)) { shell in
                expect(try await shell.run("list"), "the alert \"internal error\"", "Check the API's address and port")
            }
        }
    }

    @Test("A server that only hangs up")
    func hangsUp() async throws {
        try await SilentServer.listening("") { url in
            try await Shell.without(url: "https" + url.dropFirst("http".count)) { shell in
                expect(try await shell.run("list"), "it ended the connection before there was TLS")
            }
        }
    }
}

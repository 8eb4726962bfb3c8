import Foundation
import Testing

@Suite("What the server program does not start with", .timeLimit(.minutes(2)))
struct RefusalTests {
    /// A directory with one of everything that can be wrong.
    private func directory() throws -> URL {
        let directory = try ServerProcess.makeDirectory()
        for (name, text, mode) in [
            ("good", "kim:0123456789abcdef", 0o600), ("open", "0123456789abcdef", 0o644),
            ("group", "0123456789abcdef", 0o660),
            ("empty", "\n# none\n", 0o600),
            ("short", "kim:0123456789abcdef\nkim:short", 0o600), ("text", "no PEM, no database, whatever it is", 0o600),
            ("exposed.db", "", 0o666), ("readable.db", "", 0o644), ("log.db", "", 0o600), ("log.db-wal", "", 0o644),
            ("good.db", "", 0o600), ("expired", Self.expired, 0o644), ("early", Self.early, 0o644),
            ("weak", Self.weak, 0o644),
            ("key", "", 0o644),
        ] {
            let file = directory.appending(path: name)
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
        }
        #expect(mkfifo(directory.appending(path: "pipe.db").path, 0o600) == 0)
        for (name, twin) in [("good", "twin"), ("log.db-wal", "twin.wal")] {
            try FileManager.default.linkItem(
                atPath: directory.appending(path: name).path, toPath: directory.appending(path: twin).path)
        }
        for (link, target) in [
            ("dangling.db", "nowhere.db"), ("link.db", "exposed.db"), ("good.db-wal", "nowhere.db"), ("link", "good"),
        ] {
            try FileManager.default.createSymbolicLink(
                atPath: directory.appending(path: link).path, withDestinationPath: target)
        }
        return directory
    }

    @Test(
        "It says why in a message and exits with the code of that",
        arguments: [
            ("--host 0.0.0.0", 78, "0.0.0.0 can be reached from other machines"),
            ("--host example.org --token-file good", 78, "has to know its callers and to speak TLS"),
            ("--host :: --behind-proxy", 78, "has to know its callers and to speak TLS"),
            ("--host 127.0.0.1.example.org", 78, "can be reached from other machines"),
            ("--host [::1]", 64, "give an address of IPv6 without brackets, ::1."),
            ("--host=", 64, "--host takes an address"),
            ("--store dynamodb:t", 64, "a table's name has 3 to 255 letters"),
            ("--token-file missing", 66, "the token file missing does not exist. Check the path."),
            ("--token-file open", 78, "chmod 600 open"),
            ("--token-file group", 78, "chmod 600 group"),
            ("--token-file empty", 78, "the token file empty holds no token"),
            ("--token-file short", 78, "line 2 of the token file short is not a token"),
            ("--token-file .", 78, "the token file . cannot be used: it is not a file"),
            ("--tls-cert text --tls-key text", 78, "the certificate text is not in PEM format"),
            ("--tls-cert missing --tls-key text", 66, "the certificate missing does not exist"),
            ("--tls-cert text", 64, "--tls-cert and --tls-key go together"),
            ("--store postgres:customers", 64, "--store"),
            ("--store sqlite:none/customers.db", 66, "its directory does not exist"),
            ("--store sqlite:text", 78, "it is not a SQLite database"),
            ("--store sqlite:.", 78, "it is a directory"),
            ("--store sqlite:dangling.db", 78, "dangling.db is a symbolic link"),
            ("--store sqlite:link.db", 78, "link.db is a symbolic link"),
            ("--store sqlite:good.db", 78, "good.db-wal is a symbolic link"),
            ("--store sqlite:pipe.db", 78, "the database pipe.db cannot be used: it is not a file"),
            ("--store sqlite:/dev/full", 78, "the database /dev/full cannot be used: it is not a file"),
            ("--store sqlite:exposed.db", 78, "chmod 600 exposed.db"),
            ("--store sqlite:readable.db", 78, "chmod 600 readable.db"),
            ("--store sqlite:log.db", 78, "chmod 600 log.db-wal"),
            ("--tls-cert expired --tls-key key", 78, "chmod 600 key"),
            ("--tls-cert expired --tls-key .", 78, "it is not a file"),
            ("--log-file customers.db", 64, "--store and --log-file name one file"),
            ("--log-file ./good --audit-log good", 64, "--log-file and --audit-log name one file"),
            ("--metrics unix:customers.db", 64, "--store and --metrics name one file"),
            ("--audit-log good --token-file good", 64, "--audit-log and --token-file name one file"),
            ("--log-file good --audit-log twin", 64, "--log-file and --audit-log name one file"),
            ("--audit-log twin --token-file good", 64, "--audit-log and --token-file name one file"),
            ("--log-file link --audit-log good", 64, "--log-file and --audit-log name one file"),
            ("--log-file customers.db-wal", 64, "--store and --log-file would share"),
            ("--audit-log ./customers.db-shm", 64, "--store and --audit-log would share"),
            ("--audit-log customers.db.partial", 64, "--store and --audit-log would share"),
            ("--log-file customers.db.partial-wal", 64, "--store and --log-file would share"),
            ("--log-file customers.db.schema-1.partial", 64, "--store and --log-file would share"),
            ("--metrics unix:customers.db-journal", 64, "--store and --metrics would share"),
            ("--socket customers.db-lock", 64, "--store and --socket would share"),
            ("--store sqlite:log.db --log-file twin.wal", 64, "--store and --log-file would share"),
            ("--token-file log.db-wal --store sqlite:log.db", 64, "--store and --token-file would share"),
            ("--socket a --audit-log a-socket-lock", 64, "--audit-log and --socket would share"),
            ("--token-file good --log-file good-lock", 64, "--log-file and --token-file would share"),
            ("--cors-origin https://desk.example.com/", 64, "is no origin that a browser sends"),
            ("--cors-origin null", 64, "is no origin that a browser sends"),
            ("--cors-origin https://a.example,https://b.example", 64, "is no origin that a browser sends"),
            ("--cors-origin https://Desk.example.com", 64, "is no origin that a browser sends"),
            ("--host-name desk.example.com:8080", 64, "is no name of a host"),
            ("--host-name=", 64, "is no name of a host"),
            ("--host-name http://desk", 64, "is no name of a host"),
            ("--socket=", 64, "--socket takes a path"),
            ("--cors-origin *", 64, "--cors-origin '*' needs --token-file"),
            ("--oidc-issuer https://i.example --oidc-audience d --oidc-ca-file missing", 78, "missing does not exist"),
            (
                "--oidc-issuer https://i.example --oidc-audience d --oidc-ca-file text", 78,
                "no certificate in PEM format"
            ),
            ("--oidc-issuer https://i.example --oidc-audience d --oidc-ca-file good.db", 78, "no certificate in PEM"),
            (
                "--oidc-issuer https://i.example --oidc-audience d --oidc-ca-file exposed.db", 78,
                "chmod go-w exposed.db"
            ),
            ("--oidc-issuer https://i.example --oidc-audience d --host 0.0.0.0", 78, "and to speak TLS"),
            ("--sample 0", 64, "--sample takes a number"),
            ("--port 70000", 64, "--port"),
            ("--allow-replication --no-replication", 64, "replication"),
            ("--client-timeout 0", 64, "--client-timeout takes"),
            ("--trash-days 3651", 64, "--trash-days takes a number of days from 0 to 3650."),
            ("--timeline-days 0", 64, "--timeline-days takes a number of days from 1 to 3650."),
            ("--timeline-days 3651", 64, "--timeline-days takes"),
            ("--verbose", 64, "--verbose"),
        ])
    func refusals(arguments: String, code: Int32, message: String) throws {
        let words = arguments.split(separator: " ").map(String.init)
        let server = try ServerProcess(["--port", "0"] + words, directory: try directory())
        #expect(server.exitCode() == code)
        #expect(server.restOfOutput() == "")
        #expect(server.log.contains(message), "\(server.log)")
        #expect(
            !server.log.contains("Error Domain") && !server.log.contains("NSCocoa") && !server.log.contains("Fatal"))
    }

    /// Of 2020, for localhost.
    private static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBEDCBtgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwHhcN
        MjAwMTAxMDAwMDAwWhcNMjAwMzAxMDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhv
        c3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATLsieLCTm9aaqwvnQ0t6I/BjxY
        elDEEPyE1huMqMmvOVcdK3XrYc3ae746x0RVKNmNMNmSz3PRlblQ9LZ8BaptMAoG
        CCqGSM49BAMCA0kAMEYCIQDyOEolVuhXH6bmB0mq5BdjGpITy9+tfepVy0YTyqSJ
        SwIhAOv06EOhuQlG+qSBoJH83A/dHwb7hZPgl/iTU32TU61o
        -----END CERTIFICATE-----

        """

    /// Of 2090, for localhost.
    private static let early = """
        -----BEGIN CERTIFICATE-----
        MIIBEzCBugIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwIhgP
        MjA5MDAxMDEwMDAwMDBaGA8yMDkxMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJbG9j
        YWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJfX1Sh/XjurTsKiX3Odh
        PwVUXqPwdHnYzTV2Ic+mT9lRHpHH0H9CHFNRTz46LRvmq+rj4vMA6ISP5+lHZJ4d
        BjAKBggqhkjOPQQDAgNIADBFAiEAo16WXKt/veok7izPPra9CD0zD8bN/SA2JEIb
        RpVRdjICIA3xU/Il3R/tGVNqFbXyv63PIrnomvuTwhSLo1XT82OL
        -----END CERTIFICATE-----

        """

    /// With an RSA key of 1,024 bits, for localhost.
    private static let weak = """
        -----BEGIN CERTIFICATE-----
        MIICBjCCAW+gAwIBAgIUXTtq30uBULauek65q5J7NTw3U0swDQYJKoZIhvcNAQEL
        BQAwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTIwMTAyNDI0M1oYDzIxMDkw
        MTIwMDI0MjQzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwgZ8wDQYJKoZIhvcNAQEB
        BQADgY0AMIGJAoGBAKtnvN8p7BhGvGCBV2ZOyK9HzDfoN1BGXAPRrYsaXRtwrOs7
        h4ZqmPGU2CLu6hDgRO2YBRK9zzjgBHacwxjK5jv26foZWbjeGn4NV2FEMHh6mS78
        0yCwKs7xGpzQyxTdTZsyXt0soCrBiuA7pGNMC98oPC2t3zi2MeZPLE2FRRTLAgMB
        AAGjUzBRMB0GA1UdDgQWBBRIKnh5SXCeYBghcPfSbOKyb9i+CjAfBgNVHSMEGDAW
        gBRIKnh5SXCeYBghcPfSbOKyb9i+CjAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3
        DQEBCwUAA4GBAImD1UhSQji7h3aG6sKb3CrxOnrw7yiR1D7JxsIBzNXv9T/9Ix+g
        zpZeTMW6uh/bZqZYxbbrM2L8ZZNGBoxnu7hg9cYnIT1w2d7XffAdcT6l5XPvChvE
        z5F0j1uNGoyQ4KmI0TrI2yTyHZ7Kduodne5Yg5zAonTaMRiP8F/uJ7ip
        -----END CERTIFICATE-----

        """

    @Test("It does not take a certificate with a short RSA key, and says how long it is")
    func weakCertificate() throws {
        let directory = try directory()
        try Certificate.make(in: directory)
        let server = try ServerProcess(
            ["--port", "0", "--tls-cert", "weak", "--tls-key", "key.pem"], directory: directory)
        #expect(server.exitCode() == 78)
        #expect(server.log.contains("the certificate weak has an RSA key of 1024 bits"), "\(server.log)")
    }

    @Test("It does not take a certificate that is not valid yet, and says when it will be")
    func earlyCertificate() throws {
        let directory = try directory()
        try Certificate.make(in: directory)
        let server = try ServerProcess(
            ["--port", "0", "--tls-cert", "early", "--tls-key", "key.pem"], directory: directory)
        #expect(server.exitCode() == 78)
        #expect(server.log.contains("the certificate early is not valid before 2090-01-01"), "\(server.log)")
    }

    @Test("It does not take a certificate that has ended, and says when it did")
    func expiredCertificate() throws {
        let directory = try directory()
        try Certificate.make(in: directory)
        let server = try ServerProcess(
            ["--port", "0", "--tls-cert", "expired", "--tls-key", "key.pem"], directory: directory)
        #expect(server.exitCode() == 78)
        #expect(server.log.contains("the certificate expired ended on 2020-03-01: renew it."), "\(server.log)")
    }

    @Test("A database that is there stays as it is when it is refused, and no link's target is made")
    func refusedStores() throws {
        for name in ["dangling.db", "exposed.db"] {
            let directory = try directory()
            let server = try ServerProcess(["--port", "0", "--store", "sqlite:\(name)"], directory: directory)
            #expect(server.exitCode() == 78)
            #expect(!FileManager.default.fileExists(atPath: directory.appending(path: "nowhere.db").path))
            #expect(try Data(contentsOf: directory.appending(path: "exposed.db")).isEmpty)
            // The directory goes when the server does.
            withExtendedLifetime(server) {}
        }
    }

    @Test("Its memory is nobody else's: it leaves no core dump")
    func coreDumps() throws {
        let (server, _) = try ServerProcess.listening()
        let limits = try String(contentsOfFile: "/proc/\(server.number)/limits", encoding: .utf8)
        let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(core.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
    }

    @Test("It does not take a port that is taken")
    func takenPort() throws {
        let (_, address) = try ServerProcess.listening()
        let server = try ServerProcess(["--port", String(address.port)])
        #expect(server.exitCode() == 69)
        #expect(server.log.contains("port \(address.port) on 127.0.0.1 is taken by another program"))
    }
}

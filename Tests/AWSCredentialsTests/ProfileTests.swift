import AWSCredentials
import Foundation
import Signing
import TestSupport
import Testing

@Suite("Keys from the environment and from shared profiles")
struct ProfileTests {
    @Test("The environment comes first")
    func environment() async throws {
        let keys = "[default]\naws_access_key_id = FILE\naws_secret_access_key = f\n"
        try await withFiles(credentials: keys) { variables in
            let own = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "e"]
            let keys = [try await key(variables.merging(own) { $1 }), try await key(variables)]
            #expect(keys == [AccessKey(id: "ENV", secret: "e"), AccessKey(id: "FILE", secret: "f")])
        }
    }

    @Test("A profile is put together from both files, whatever its lines look like")
    func bothFiles() async throws {
        let config = """
            # a comment
            [default]
            region = us-east-1
            [profile "work"]
              # indented comment
            region=eu-central-1  ; a comment
            s3 =
                max_concurrent_requests = 20
            [sso-session corp]
            sso_start_url = https://example.com
            """
        let credentials =
            "[work]\r\nAWS_ACCESS_KEY_ID = AK#ID\r\naws_secret_access_key=a=b/c+\r\naws_session_token = t\r\n"
        try await withFiles(config: config, credentials: credentials) { variables in
            let variables = variables.merging(["AWS_PROFILE": "work"]) { $1 }
            let key = try await key(variables)
            #expect(key == AccessKey(id: "AK#ID", secret: "a=b/c+", sessionToken: "t"))
            let regions = try [variables, variables.merging(["AWS_REGION": "ap-south-1"]) { $1 }].map { variables in
                try AWSEnvironment(variables).region
            }
            #expect(regions == ["eu-central-1", "ap-south-1"])
        }
    }

    @Test("A credential process is run, and what it writes is the key")
    func process() async throws {
        let document = #"{"Version":1,"AccessKeyId":"P","SecretAccessKey":"s","SessionToken":"t"}"#
        try await withFiles(config: "[default]\ncredential_process = printf '%s' '\(document)'\n") { variables in
            let key = try await key(variables)
            #expect(key == AccessKey(id: "P", secret: "s", sessionToken: "t"))
        }
    }

    @Test(
        "A credential process that fails says why, and nothing of what it wrote",
        arguments: [
            ("echo no ticket >&2; exit 3", "no ticket"), ("exit 3", "it ended with"), ("echo s3cret", "is not JSON"),
            (#"echo '{"Version":2,"AccessKeyId":"a","SecretAccessKey":"s3cret"}'"#, "Version"),
            (#"echo '{"Version":1,"AccessKeyId":"s3cret"}'"#, "SecretAccessKey is missing"),
            (#"echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"s3cret","Expiration":"soon"}'"#, "Expiration"),
            ("yes s3cret | head -c 200000", "wrote too much"),
        ])
    func failingProcess(command: String, cause: String) async throws {
        try await withFiles(config: "[default]\ncredential_process = \(command)\n") { variables in
            let failure = try #require(await failure(variables))
            guard case .processFailed(profile: "default", let reason) = failure else {
                Issue.record("\(failure)")
                return
            }
            #expect(reason.contains(cause) && !failure.message.contains("s3cret"))
            #expect(failure.message.contains("credential_process"))
        }
    }

    @Test("A profile that lacks something, or signs in another way, is reported with what to do")
    func mistakes() async throws {
        let config = """
            [profile half]
            aws_access_key_id = AKID
            [profile other]
            aws_secret_access_key = s
            [profile role]
            role_arn = arn:aws:iam::1:role/x
            source_profile = half
            [profile sso]
            sso_session = corp
            """
        let expected: [String: AccessKeyFailure] = [
            "half": .incompleteProfile("half", missing: "aws_secret_access_key"),
            "other": .incompleteProfile("other", missing: "aws_access_key_id"),
            "role": .unsupportedProfile("role", setting: "role_arn"),
            "sso": .unsupportedProfile("sso", setting: "sso_session"),
        ]
        try await withFiles(config: config) { variables in
            for (name, expected) in expected {
                #expect(await failure(variables.merging(["AWS_PROFILE": name]) { $1 }) == expected)
                #expect(expected.message.contains(name))
            }
            let path = (variables["HOME"] ?? "") + "/.aws/config"
            #expect(await failure(variables.merging(["AWS_PROFILE": "none"]) { $1 }) == .noProfile("none", path: path))
        }
    }

    @Test("A line that means nothing is reported with its number")
    func malformed() async throws {
        try await withFiles(credentials: "[default]\naws_access_key_id\n") { variables in
            let path = (variables["HOME"] ?? "") + "/.aws/credentials"
            #expect(await failure(variables) == .malformedFile(path: path, line: 2))
        }
        try await withFiles(config: "\n[default\n") { variables in
            #expect(await failure(variables)?.message.hasPrefix("Line 2 of ") == true)
        }
    }

    @Test("A path that is not a file is reported with the setting that names it")
    func unreadable() async throws {
        try await withTemporaryFolder { folder in
            let failure = await failure(["AWS_CONFIG_FILE": folder])
            guard case .unreadable(setting: "AWS_CONFIG_FILE", path: folder, _)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
    }

    @Test("A file that has no end, or is a pipe that nobody writes to, is refused and not waited for")
    func endless() async throws {
        try await withTemporaryFolder { folder in
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            for (path, reason) in [("/dev/zero", "it is not a file"), (folder + "/pipe", "it is not a file")] {
                #expect(
                    await failure(["AWS_CONFIG_FILE": path])
                        == .unreadable(setting: "AWS_CONFIG_FILE", path: path, reason: reason))
            }
            try String(repeating: "# a line\n", count: 200_000).write(
                to: URL(filePath: folder + "/long"), atomically: true, encoding: .utf8)
            #expect(
                await failure(["AWS_CONFIG_FILE": folder + "/long"])
                    == .unreadable(
                        setting: "AWS_CONFIG_FILE", path: folder + "/long", reason: "it is larger than 1 MiB"))
            let container = [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/key",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": folder + "/pipe",
            ]
            #expect(
                await failure(container)
                    == .unreadable(
                        setting: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", path: folder + "/pipe",
                        reason: "it is not a file"))
        }
    }

    @Test("Without any setting there is no key, and the settings are named")
    func nothing() async {
        #expect(await failure([:]) == .notConfigured)
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"] {
            #expect(AccessKeyFailure.notConfigured.message.contains(name))
        }
    }
}

import Domain
import Signing

/// A profile of the files that the AWS CLI shares, those of both under one name put together.
struct AWSProfile: Hashable, Sendable {
    let name: String
    /// From both files; where both have a setting, the credentials file's counts.
    private let settings: [String: String]

    /// Reads the profile that `AWS_PROFILE` names, or `default`.
    ///
    /// - Returns: `nil` when nobody named a profile and there is no `default`.
    /// - Throws: ``AccessKeyFailure`` for a file that cannot be read, or a name that no file has.
    init?(environment: [String: String]) throws(AccessKeyFailure) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let home = value("HOME") ?? ""
        let configPath = value("AWS_CONFIG_FILE") ?? home + "/.aws/config"
        let keysPath = value("AWS_SHARED_CREDENTIALS_FILE") ?? home + "/.aws/credentials"
        let config = try ProfileFile(path: configPath, setting: "AWS_CONFIG_FILE")
        let keys = try ProfileFile(path: keysPath, setting: "AWS_SHARED_CREDENTIALS_FILE")
        let named = value("AWS_PROFILE")
        name = named ?? "default"
        let found = [config?.profiles[name], keys?.profiles[name]].compactMap { $0 }
        guard !found.isEmpty else {
            guard let named else { return nil }
            throw .noProfile(named, path: configPath)
        }
        settings = found.reduce(into: [:]) { all, some in all.merge(some) { _, own in own } }
    }

    var region: String? { settings["region"] }

    /// Where the profile's keys come from; `nil` when it says nothing of keys.
    func source() throws(AccessKeyFailure) -> (any AccessKeySource)? {
        if let id = settings["aws_access_key_id"] {
            guard let secret = settings["aws_secret_access_key"] else {
                throw .incompleteProfile(name, missing: "aws_secret_access_key")
            }
            return AccessKey(id: id, secret: secret, sessionToken: settings["aws_session_token"])
        }
        if settings["aws_secret_access_key"] != nil {
            throw .incompleteProfile(name, missing: "aws_access_key_id")
        }
        if let command = settings["credential_process"] { return CredentialProcess(profile: name, command: command) }
        let foreign = ["sso_session", "sso_start_url", "role_arn", "web_identity_token_file", "login_session"]
        if let setting = foreign.first(where: { settings[$0] != nil }) {
            throw .unsupportedProfile(name, setting: setting)
        }
        return nil
    }
}

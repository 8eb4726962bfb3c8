/// Why there is no access key; no part of a secret is ever in it.
package enum AccessKeyFailure: Error, Hashable, Sendable {
    /// The environment has one part of a key only.
    case halfInEnvironment(missing: String)
    /// No source is set up.
    case notConfigured
    /// Nothing says which region to sign for.
    case noRegion
    case unreadable(setting: String, path: String, reason: String)
    /// A file of profiles is not in its format.
    case malformedFile(path: String, line: Int)
    case noProfile(String, path: String)
    /// The profile lacks a key, or has one part only.
    case incompleteProfile(String, missing: String)
    /// The profile signs in a way that needs the AWS CLI's help.
    case unsupportedProfile(String, setting: String)
    case processFailed(profile: String, reason: String)
    /// An endpoint that hands out keys did not.
    case endpointFailed(setting: String, reason: String)
    /// The endpoint is one that a key must not be asked from over plain HTTP.
    case endpointRefused(setting: String, host: String)
    /// The caller did not wait for it.
    case cancelled
}

extension AccessKeyFailure {
    /// The cause and the next step, naming the setting.
    package var message: String {
        switch self {
        case .halfInEnvironment(let missing):
            "\(missing) is not set, but its other half is: set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither."
        case .notConfigured:
            "There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this "
                + "machine a role."
        case .noRegion: "There is no AWS region: set AWS_REGION, or region in the AWS profile."
        case .unreadable(let setting, let path, let reason):
            "The file \(path) (\(setting)) cannot be read: \(reason)."
        case .malformedFile(let path, let line):
            "Line \(line) of \(path) is neither [a profile] nor a setting = value."
        case .noProfile(let name, let path):
            "There is no profile \(name) in \(path): write it there, or set AWS_PROFILE to one that is."
        case .incompleteProfile(let name, let missing): "The AWS profile \(name) has no \(missing)."
        case .unsupportedProfile(let name, let setting):
            "The AWS profile \(name) signs in with \(setting), which this program leaves to the AWS CLI; add a profile with "
                + "credential_process = aws configure export-credentials --format process --profile \(name)"
        case .processFailed(let profile, let reason):
            "credential_process of the AWS profile \(profile) failed: \(reason). Run it by hand to see why."
        case .endpointFailed(let setting, let reason): "No credentials came from \(setting): \(reason)."
        case .endpointRefused(let setting, let host):
            "\(setting) names \(host), from which keys are not fetched over plain HTTP; use https://."
        case .cancelled: "The request was given up."
        }
    }
}

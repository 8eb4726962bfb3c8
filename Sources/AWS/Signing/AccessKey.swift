package import Domain

/// What a request to AWS is signed with.
package struct AccessKey: Hashable, Sendable {
    package let id: String
    package let secret: String
    /// Goes with temporary keys.
    package let sessionToken: String?
    /// When the key stops to work; `nil` for one that is good until it is withdrawn.
    package let expiration: Timestamp?

    package init(id: String, secret: String, sessionToken: String? = nil, expiration: Timestamp? = nil) {
        self.id = id
        self.secret = secret
        self.sessionToken = sessionToken
        self.expiration = expiration
    }
}

extension AccessKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Without the secret, so that no log can have it.
    package var description: String { "access key \(id)" }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

/// Where access keys come from.
package protocol AccessKeySource: Sendable {
    /// A key that is good now.
    ///
    /// - Throws: ``AccessKeyFailure``, which names the setting that is missing or wrong.
    func accessKey() async throws(AccessKeyFailure) -> AccessKey
}

/// One key, for good.
extension AccessKey: AccessKeySource {
    package func accessKey() async throws(AccessKeyFailure) -> AccessKey { self }
}

/// The keys that `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` hold, as Lambda sets them.
extension AccessKey {
    /// `nil` when the environment has neither part of a key.
    ///
    /// - Throws: ``AccessKeyFailure/halfInEnvironment(missing:)`` for one part without the other.
    package init?(environment: [String: String]) throws(AccessKeyFailure) {
        func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let (idName, secretName) = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        switch (value(idName), value(secretName)) {
        case (nil, nil): return nil
        case (nil, _?): throw .halfInEnvironment(missing: idName)
        case (_?, nil): throw .halfInEnvironment(missing: secretName)
        case (let id?, let secret?):
            self.init(id: id, secret: secret, sessionToken: value("AWS_SESSION_TOKEN"))
        }
    }
}

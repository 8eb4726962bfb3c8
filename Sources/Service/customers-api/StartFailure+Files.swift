import Domain
import Files
import SystemPackage

extension StartFailure {
    /// A file is not used.
    ///
    /// - Parameter role: what the file is, such as `the private key`.
    init(_ refusal: FileRefusal, _ role: String, _ path: String, for use: FileRefusal.Use = .reading) {
        let message = refusal.message(role, path, for: use)
        self.init(refusal.exitStatus(for: use), refusal.nextStep(for: use).map { "\(message) \($0)" } ?? message)
    }

    /// Refuses a file that others can put another one in the place of, because a directory on the way is in their hands.
    ///
    /// - Parameter isOfOwnDirectory: whether only the directory that the file is in counts.
    static func refuseReplaceable(
        _ role: String, _ path: String, isOfOwnDirectory: Bool = false
    ) throws(StartFailure) {
        let directory = PathText.directory(of: PathText.place(of: path))
        let trust = PathTrust()
        guard let flaw = isOfOwnDirectory ? trust.flaw(of: directory) : trust.flaw(on: directory, below: nil) else {
            return
        }
        throw StartFailure(
            .configuration, "others can put another file in the place of \(role) \(path): \(flaw.message).")
    }
}

extension FileRefusal {
    /// Where the message has none.
    fileprivate func nextStep(for use: Use) -> String? {
        switch (self, use) {
        case (.system(.noSuchFileOrDirectory), .reading): "Check the path."
        case (.system(.permissionDenied), .reading): "Give it to this user with chown, or name another."
        case (.system(.permissionDenied), .writing), (.system(.notPermitted), .writing),
            (.system(.readOnlyFileSystem), .writing):
            "Let this user write its directory, or name another."
        default: nil
        }
    }

    /// What a program ends with that cannot do without the file.
    fileprivate func exitStatus(for use: Use) -> ExitStatus {
        switch (self, use) {
        case (.system(.permissionDenied), _), (.system(.notPermitted), _), (.system(.readOnlyFileSystem), .writing):
            .notPermitted
        case (.system(.noSuchFileOrDirectory), .reading): .notFound
        case (.system(.noSuchFileOrDirectory), .writing), (.system(.notDirectory), .writing),
            (.system(.isDirectory), .writing):
            .cannotCreate
        case (.system, _): .inputOutput
        case (.notAFile, _), (.link, _), (.foreign, _), (.exposed, _), (.tooLarge, _): .configuration
        }
    }
}

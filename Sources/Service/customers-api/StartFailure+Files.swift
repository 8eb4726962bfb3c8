import Domain
import Files
import SystemPackage

extension StartFailure {
    /// A file is not used.
    ///
    /// - Parameter role: what the file is, such as `the private key`.
    init(_ refusal: FileRefusal, _ role: String, _ path: String, for use: FileRefusal.Use = .reading) {
        self.init(refusal.exitStatus(for: use), refusal.message(role, path, for: use))
    }
}

extension FileRefusal {
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

import Domain
import Files

extension StartFailure {
    /// A file is not used.
    ///
    /// - Parameter role: what the file is, such as `the private key`.
    init(_ refusal: FileRefusal, _ role: String, _ path: String) {
        self.init(refusal.exitStatus, refusal.message(role, path))
    }
}

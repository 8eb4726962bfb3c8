import Domain
import Foundation

extension StartFailure {
    /// A file could not be read.
    ///
    /// - Parameter role: what the file is, such as `the token file`.
    init(reading path: String, as role: String, _ error: any Error) {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile, .fileNoSuchFile:
            self.init(.notFound, "\(role) \(path) does not exist.")
        case .fileReadNoPermission:
            self.init(.notPermitted, "\(role) \(path) may not be read by this user.")
        default:
            self.init(.inputOutput, "\(role) \(path) cannot be read.")
        }
    }
}

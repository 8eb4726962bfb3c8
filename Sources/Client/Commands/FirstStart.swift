import APIClient
import Domain
package import Settings
import Wording

/// What is said where nobody has said yet where the API is.
package enum FirstStart {
    /// The first thing to do, and what it does; `nil` where there are settings.
    package static func advice(_ settings: ClientSettings) -> String? {
        guard settings.isFirstStart else { return nil }
        return "Nothing is configured yet: customers init asks for the API's address and how you sign in, tries both, "
            + "and writes the configuration."
    }

    /// The same failure, with the advice when what did not answer is at an address that nobody has chosen.
    static func advising(_ error: any Error, _ settings: ClientSettings) -> any Error {
        let failure = (error as? APIFailure).map { CommandFailure($0) } ?? error as? CommandFailure
        guard let failure, failure.status == .unavailable, let advice = advice(settings) else { return error }
        return CommandFailure(.unavailable, "\(failure.message) \(advice)")
    }
}

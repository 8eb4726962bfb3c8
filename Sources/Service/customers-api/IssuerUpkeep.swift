import Logging
import OIDC
import OpenID
import SQLiteStore

extension IssuerKeys.Event {
    func log(to logger: Logger) {
        switch self {
        case .failed(let failure):
            logger.warning("the issuer's keys cannot be fetched", metadata: ["cause": "\(failure.cause)"])
        case .succeededAgain: logger.notice("the issuer's keys are fetched again")
        case .tooOld:
            logger.error(
                "the issuer's keys are too old to count: none of its tokens is taken until they can be fetched")
        }
    }
}

/// Fetched when it is time, beside the files that are looked at.
extension IssuerKeys: Reloadable {
    func reload() async { refresh() }
    func reloadIfChanged() async { refreshIfDue() }
}

extension IssuerKeys {
    /// Whether any of the issuer's tokens can be taken.
    func readiness() -> ReadinessCheck { ReadinessCheck("issuer", fault: fault) }
}

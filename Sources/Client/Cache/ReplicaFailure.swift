package import APIClient

/// Why the feed could not be followed just now.
package enum ReplicaFailure: Error, Hashable, Sendable {
    case api(APIFailure)
    case cache(CacheFailure)

    /// The cause and the next step.
    package var message: String {
        switch self {
        case .api(let failure): failure.message
        case .cache(let failure): failure.message
        }
    }
}

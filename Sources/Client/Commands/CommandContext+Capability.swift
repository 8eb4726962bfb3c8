import APIClient
import Domain
import Wire
import Wording

/// What only a server of a later version can do.
extension CommandContext {
    /// Asks the API something that an older one does not know, and says so where it is one.
    ///
    /// - Throws: ``ExitStatus/unavailable`` when the server is too old, and otherwise what the API says.
    func ask<Value>(_ capability: Capability, _ question: () async throws -> Value) async throws -> Value {
        do {
            return try await question()
        } catch let failure as APIFailure where failure.mayBeOfOlderServer {
            try await require(capability)
            throw failure
        }
    }

    /// Refuses what an API that is there cannot do; one that is away may be able to.
    func require(_ capability: Capability) async throws(CommandFailure) {
        guard let health = try? await api.health(), !health.has(capability) else { return }
        throw CommandFailure(.unavailable, health.absence(of: capability))
    }
}

extension HealthJSON {
    /// That the server has not got something, and the next step.
    fileprivate func absence(of capability: Capability) -> String {
        let what =
            switch capability {
            case .timeline: "no timeline and no notes"
            case .trash: "no trash"
            case .erasures: "no list of who was erased, and erases nobody"
            case .duplicates: "no account of who may be the same person"
            default: "nothing of the kind (\(capability.rawValue))"
            }
        return "This server keeps \(what): it is version \(version) and speaks version \(contract) of the contract. "
            + "Ask its operator for a newer one."
    }
}

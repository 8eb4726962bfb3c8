import HTTP
import Journal
import Wire

/// A request that has left a program.
struct Flight {
    let process: Int
    /// The program's start that it belongs to.
    let session: Int
    /// `nil` for a probe.
    let batch: EditBatch?
    let journey: Journey
    let departedAt: Duration
    var answers: [Int: Response] = [:]
    /// Whether its sender was told that the email it needs is taken.
    ///
    /// Another copy that came later still, when the email is free again, would have an effect of which its sender knows
    /// nothing; no sender can guard against that, and no network does it: what was answered is not repeated.
    var isRefusedForGood = false
    /// Whether the program still waits for its end.
    var isOpen = true

    var isWrite: Bool { batch != nil }

    var request: Request { batch?.call.request ?? ReadCall.health.request }
}

/// Another process of the same person, which sends what is queued.
package struct OtherSender: Hashable, Sendable {
    /// `nil` where the system does not tell.
    package let process: SenderProcess?
    /// How long the journal has had no line of others, in steps of ten seconds.
    package let silentSeconds: Int

    package init(process: SenderProcess?, silentSeconds: Int) {
        self.process = process
        self.silentSeconds = silentSeconds
    }

    /// Whether it does nothing until somebody continues it.
    package var isStopped: Bool { process?.isStopped ?? false }
}

extension OtherSender {
    private static let stepSeconds: Int64 = 10

    package init(_ presence: SenderPresence, silentFor silence: Duration) {
        let process: SenderProcess? = if case .process(let process) = presence { process } else { nil }
        let steps = silence.components.seconds / Self.stepSeconds
        self.init(process: process, silentSeconds: Int(steps * Self.stepSeconds))
    }
}

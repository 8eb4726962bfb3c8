import Journal

extension JournalStatus {
    /// Why nothing is sent or entered, with the commands that help; `nil` when all is well.
    var advice: String? {
        guard case .foreign(let api) = self else { return sentence }
        return "The queue of this profile belongs to \(api) and is sent only there. Send it with: customers sync --api "
            + "\(api) – or throw an edit away with: customers queue discard SEQ --api \(api) – or give the other address "
            + "a queue of its own with: --profile NAME"
    }
}

extension JournalAppendFailure {
    /// What happened and what to do, with the commands that help.
    var advice: String {
        if case .closed(let standing) = self, let advice = standing.advice { advice } else { sentence }
    }
}

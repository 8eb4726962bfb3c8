import Domain
package import Journal

extension CommandFailure {
    /// The one place that says what a refusal of the journal means for a command.
    package init(_ failure: JournalAppendFailure) {
        let status: ExitStatus =
            switch failure {
            case .refused(.finished), .refused(.underWay), .refused(.shared), .closed(.ready), .closed(.unconfirmed):
                .tryLater
            case .closed(.foreign), .closed(.readOnly): .configuration
            case .notSaved: .inputOutput
            }
        let isRefusal = if case .refused = failure { true } else { false }
        self.init(status, (isRefusal ? "" : "NOT SAVED. ") + failure.commandMessage)
    }
}

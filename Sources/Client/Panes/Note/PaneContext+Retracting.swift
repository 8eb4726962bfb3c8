import Domain
import Journal
import Screen

/// Taking a note back that was sent: the entry stays, its text goes.
extension PaneContext {
    mutating func askToRetract(_ entry: TimelineEntry, of id: CustomerID, _ navigator: inout Navigator) {
        guard mayWrite(), !model.erased.contains(id) else { return }
        guard entry.kind == .note else {
            return post(.plain("Only a note is taken back here; \(keyName(.undo)) undoes an edit."))
        }
        let author = entry.author.map { " by \($0)" } ?? ""
        navigator.ask(
            Question(
                title: "Take the note\(author) on \(model.name(of: id)) back?",
                lines: ["Its text goes for everybody, and for good; that there was one stays."],
                choices: [
                    .init(key: "y", title: "take back", action: .retract(id, entry.number)),
                    .init(key: "n", title: "leave it", action: .none),
                ]))
    }
}

extension App {
    /// What has become of a note that was to be taken back.
    mutating func receiveRetraction(of id: CustomerID, _ failure: Failure?) {
        if let failure {
            chrome.notice = .error("Not taken back: \(failure.message)")
        } else {
            chrome.notice = .success("The note is taken back.")
            context.askTimeline(id)
        }
    }
}

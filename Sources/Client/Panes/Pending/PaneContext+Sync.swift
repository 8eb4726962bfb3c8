import Domain
import Journal
import Screen
import Wording

/// Sending what waits because the person has asked for it.
extension PaneContext {
    /// - Parameter scope: where the keys are.
    mutating func syncNow(in scope: Scope) {
        guard mayWrite() else { return }
        saveUnsaved()
        perform(.syncNow)
        guard !model.queue.isEmpty else {
            if model.writes.unsaved.isEmpty { post(.plain("Nothing waits to be sent.")) } else { clearNotice() }
            return
        }
        guard model.queue.hasSendable else {
            let undecided = model.queue.entries.count(where: \.needsDecision)
            let decide = "\(Phrases.count(undecided)) \(undecided == 1 ? "needs" : "need") a decision"
            let next = scope == .queue ? "" : ": \(keyName(.queue))"
            return post(Notice.plain("Nothing waits to be sent; \(decide)\(next).").aboutQueue)
        }
        post(Notice.plain("Sending what waits\(glyphs.ellipsis)").aboutQueue)
        noteSync(isAskedFor: true)
        switch model.progress.sync {
        // These do not pass by trying again, so no other state will tell of them.
        case .held, .unconfirmed, .failing, .elsewhere: reportObstacle(in: scope)
        case .idle, .sending: break
        }
    }

    /// A person who asked to send what waits is told what stands against it, once that was tried.
    mutating func reportObstacle(in scope: Scope) {
        guard chrome.isSyncAskedFor, !isTrying, let notice = noticeOfObstacle(in: scope) ?? noticeOfAbsence else {
            return
        }
        post(notice.aboutQueue)
        noteSync(isAskedFor: false)
    }

    private var isTrying: Bool {
        switch model.progress.sync {
        case .sending: true
        case .idle: model.connection.isProbing
        case .elsewhere, .held, .unconfirmed, .failing: false
        }
    }

    private var noticeOfAbsence: Notice? {
        switch (model.progress.sync, model.connection.state) {
        case (.elsewhere, _): .plain("Another program of yours is sending what waits.")
        case (.idle, .offline): .warning("The API cannot be reached; what waits is sent when it is back.")
        case (.idle, _), (.sending, _), (.held, _), (.unconfirmed, _), (.failing, _): nil
        }
    }
}

extension EditQueue {
    /// Whether anything waits for something else than a person's decision.
    fileprivate var hasSendable: Bool { entries.contains { !$0.needsDecision && !isHeldUp($0) } }
}

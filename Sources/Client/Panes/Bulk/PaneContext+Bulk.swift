import Domain
import Journal
import Wording

/// What is done with several customers at once, from the question to the entries.
extension PaneContext {
    // MARK: Asking

    mutating func askToTag(_ targets: BulkTargets, _ navigator: inout Navigator) {
        guard mayWrite() else { return }
        let lines = [targets.names, "", "Words between blanks: vip adds a tag, -vip takes it away."]
        navigator.go(.show(.prompt(PromptPane("Tag \(targets.text)", lines, for: .tag(targets)))))
    }

    mutating func askToEdit(_ targets: BulkTargets, _ navigator: inout Navigator) {
        guard mayWrite() else { return }
        let lines = [targets.names, "", "Nothing typed takes the value away."]
        navigator.go(.show(.prompt(PromptPane("Edit \(targets.text)", lines, for: .edit(targets)))))
    }

    mutating func askToExport(_ targets: BulkTargets, _ navigator: inout Navigator) {
        let customers = targets.customers
        guard !customers.isEmpty else { return post(.warning("They are all deleted: there is nobody to export.")) }
        let lines = [targets.names, "", "The file's ending says how: \(FileEnding.list(FileEnding.ofCustomers))."]
        navigator.go(.show(.prompt(PromptPane("Export \(targets.text) to a file", lines, for: .export(customers)))))
    }

    // MARK: The preview

    mutating func preview(_ change: BulkChange, of targets: BulkTargets, _ navigator: inout Navigator) {
        guard mayWrite() else { return }
        let plan = BulkPlan(change, of: targets.targets, in: model.queue)
        let group = EditGroup(id: environment.makeID(), name: change.name)
        navigator.go(.push(BulkPane(group, plan)))
    }

    /// Enters everything, with one append; what could not be written before is tried again under the same keys.
    mutating func enter(_ plan: BulkPlan, as group: EditGroup) {
        guard !isUnsaved(group) else { return saveUnsaved() }
        // Nothing is entered on somebody who was erased since it was worked out.
        let entries = plan.entries { environment.makeID() }.filter { !model.erased.contains($0.customer) }
        guard !entries.isEmpty else { return post(.warning("Nothing is to be done: \(Customer.erasedText)")) }
        record(.group(group, entries), for: .bulk(group.id))
    }

    /// Whether it could not be written, and waits to be tried again.
    func isUnsaved(_ group: EditGroup) -> Bool {
        model.writes.unsaved.contains { $0.write.purpose == .bulk(group.id) }
    }

    /// Whether it is on its way to the disk.
    func isBeingEntered(_ group: EditGroup) -> Bool {
        model.writes.recordings.values.contains { $0.purpose == .bulk(group.id) }
    }

    // MARK: Copying

    /// Sends the emails to the clipboard, one on each line.
    mutating func copyEmails(of targets: BulkTargets) {
        let customers = targets.customers.filter { $0.details[.email] != nil }
        guard !customers.isEmpty else { return post(.plain("None of them has an email to copy.")) }
        let emails = customers.compactMap { $0.details[.email] }
        copy(emails.joined(separator: "\n"), of: customers.map(\.id))
    }
}

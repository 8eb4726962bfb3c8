import Domain
import Journal
import Screen
import Wire

@testable import Panes

/// Something that a careless interface would do, brought about from outside: ways to break each law.
enum Sabotage: String, CaseIterable {
    case listActsOnTheNextRow
    case detailIsOfSomebodyElse
    case formIsOfSomebodyElse
    case questionIsAboutSomebodyElse
    case queueActsOnTheNextRow
    case clickMeetsTheNextRow
    case marksHaveOneMore
    case previewIsOfSomebodyElse
    case timelineIsOfSomebodyElse

    case answerMovesTheSelection
    case answerTakesTheFocus
    case conflictOpensItself
    case whoWasDeletedGoesAtOnce
    case verdictMovesTheField
    case timelineOpensItsEntry

    /// The law that it breaks.
    var law: Int {
        switch self {
        case .listActsOnTheNextRow, .detailIsOfSomebodyElse, .formIsOfSomebodyElse, .questionIsAboutSomebodyElse,
            .queueActsOnTheNextRow, .clickMeetsTheNextRow, .marksHaveOneMore, .previewIsOfSomebodyElse,
            .timelineIsOfSomebodyElse:
            1
        case .answerMovesTheSelection, .answerTakesTheFocus, .conflictOpensItself, .whoWasDeletedGoesAtOnce,
            .verdictMovesTheField, .timelineOpensItsEntry:
            2
        }
    }

    // MARK: Law 1: the key meets another one than the screen says

    func beforeKey(_ app: inout App, _ input: InputEvent) {
        switch self {
        case .listActsOnTheNextRow where app.scope == .list: app.selectNext()
        case .detailIsOfSomebodyElse where app.scope == .detail:
            if let other = app.otherThan(app.navigation.customers.detail?.id) {
                app.navigation.customers.open(DetailPane(id: other.id))
            }
        case .formIsOfSomebodyElse where app.scope == .form: app.swapForm()
        case .questionIsAboutSomebodyElse: app.swapQuestion()
        case .marksHaveOneMore where app.scope == .list: app.markAnother()
        case .previewIsOfSomebodyElse where app.scope == .bulk: app.swapPreview()
        case .timelineIsOfSomebodyElse where app.scope == .timeline:
            if let other = app.otherThan(app.navigation.timeline?.id) {
                app.navigation.timeline = TimelinePane(other.id)
            }
        case .queueActsOnTheNextRow where app.scope == .queue:
            let entries = app.model.queue.entries
            app.navigation.queue?.move(.moveDown, entries, page: 1)
        case .clickMeetsTheNextRow:
            if case .mouse(.click) = input { app.scrollByOne() }
        default: break
        }
    }

    // MARK: Law 2: what comes from outside moves the focus

    func afterEvent(_ event: Event, _ app: inout App) {
        switch (self, event) {
        case (.answerMovesTheSelection, .answered): app.selectNext()
        case (.answerTakesTheFocus, .answered) where app.scope == .list:
            if let id = app.navigation.customers.listing.selectedID {
                app.navigation.customers.open(DetailPane(id: id))
            }
        case (.conflictOpensItself, .queueChanged) where app.scope == .list || app.scope == .search:
            let entry = app.model.queue.entries.first { if case .conflict = $0.state { true } else { false } }
            if let entry, let pane = ConflictPane(entry, in: app.model) { app.navigation.push(pane) }
        case (.whoWasDeletedGoesAtOnce, .gone(let id)):
            app.navigation.customers.list.listing.remove(id, visibleRows: app.layout.visibleRows)
        case (.timelineOpensItsEntry, .answered) where app.scope == .timeline:
            if let id = app.navigation.timeline?.id { app.navigation.push(EntryPane(id, 1...1)) }
        case (.verdictMovesTheField, .queueChanged), (.verdictMovesTheField, .answered):
            app.navigation.customers.form?.moveFocus(by: 1)
        default: break
        }
    }
}

extension App {
    fileprivate mutating func selectNext() {
        let (next, rows) = (navigation.customers.listing.selected + 1, layout.visibleRows)
        navigation.customers.listing.select(next, visibleRows: rows)
    }

    fileprivate mutating func scrollByOne() {
        navigation.customers.listing.scroll(by: 1, visibleRows: layout.visibleRows)
    }

    fileprivate func otherThan(_ id: CustomerID?) -> Customer? {
        navigation.customers.list.listing.rows.lazy.filter { $0 != id }.compactMap { model.shown($0) }.first
    }

    fileprivate mutating func markAnother() {
        let marks = navigation.customers.marks
        guard !marks.isEmpty, marks.search == nil else { return }
        let other = navigation.customers.list.listing.rows.first { !marks.contains($0) }
        if let other { _ = navigation.customers.marks.toggle(other) }
    }

    /// The preview's heading and number stay, and somebody else is changed.
    fileprivate mutating func swapPreview() {
        guard let pane = navigation.bulk, case .preview = pane.stage else { return }
        let ids = Set(pane.plan.items.map(\.target.id))
        let others = navigation.customers.list.listing.rows.filter { !ids.contains($0) }.compactMap { model.shown($0) }
        let targets = others.prefix(ids.count).map(BulkPlan.Target.init)
        guard targets.count == ids.count else { return }
        navigation.bulk = BulkPane(pane.group, BulkPlan(pane.plan.change, of: targets, in: model.queue))
    }

    /// The form turns into one for somebody else, with what was typed in it.
    fileprivate mutating func swapForm() {
        guard let form = navigation.customers.form, form.stage == .editing, let id = form.customerID,
            let other = otherThan(id)
        else { return }
        let values = Dictionary(uniqueKeysWithValues: CustomerField.allCases.map { ($0, form.text($0)) })
        navigation.customers.form = FormPane(
            Draft(id: form.id, subject: .edit(other), values: values, savedAt: chrome.now))
    }

    /// The question stays, and its answer is about somebody else.
    fileprivate mutating func swapQuestion() {
        guard case .question(let question)? = navigation.overlay else { return }
        let choices = question.choices.map { choice in
            guard case .delete(let customer, let link) = choice.action, let other = otherThan(customer.id) else {
                return choice
            }
            return Question.Choice(key: choice.key, title: choice.title, action: .delete(other, link))
        }
        navigation.overlay = .question(
            Question(title: question.title, lines: question.lines, personal: question.personal, choices: choices))
    }
}

import Domain
import Journal
import Screen
import Wire

/// Running a program of the person's own on the customer with the focus.
extension App {
    /// Runs it, or asks first where the configuration says so.
    mutating func run(_ command: CustomCommand) {
        guard !isRefused(command) else { return }
        guard let customer = customers.subject.flatMap({ model.shown($0) }) else {
            chrome.notice = .plain("There is nobody here to run \(command.name) on.")
            return
        }
        guard command.confirms else { return start(command, on: customer.id) }
        withNavigator { _, navigator in
            navigator.ask(
                Question(
                    title: "Run \(command.name) on \(customer.name)?", lines: [command.argv.joined(separator: " ")],
                    personal: Question.Personal(customer.details),
                    choices: [
                        .init(key: "y", title: "run", action: .start(command, customer.id)),
                        .init(key: "n", title: "not now", action: .none),
                    ]))
        }
    }

    /// Says why it cannot be run now.
    private mutating func isRefused(_ command: CustomCommand) -> Bool {
        if command.writes, !context.mayWrite() { return true }
        guard let run = model.customRun else { return false }
        chrome.notice = .warning("\(run.command.name) still runs on \(run.subject), one at a time. Ctrl-C ends it.")
        return true
    }

    mutating func start(_ command: CustomCommand, on id: CustomerID) {
        guard !isRefused(command) else { return }
        guard let customer = model.shown(id) else {
            chrome.notice = .warning("\(command.name) was not run: the customer is gone.")
            return
        }
        let run = context.start(command, on: customer)
        model.customRun = run
        if command.output == .pager { navigation.push(OutputPane(run)) }
    }

    /// Whether a key ends the program that runs: the keys that leave, so that nobody waits for one that hangs.
    func endsRun(_ key: Key) -> Bool {
        guard let run = model.customRun, !run.isEnding, navigation.overlay == nil else { return false }
        return key == .control("c") || key == .escape && [.list, .detail, .output].contains(scope)
    }

    mutating func endRun() {
        model.customRun?.isEnding = true
        perform(.endCommand)
    }

    // MARK: Its end

    mutating func receive(_ outcome: CommandOutcome, of id: RequestID) {
        guard let run = model.customRun, run.id == id else { return }
        model.customRun = nil
        navigation.output?.receive(outcome, of: id)
        // It may have changed the customer, however it has ended.
        if run.command.writes, outcome.hasRun { context.ask(about: run.customer) }
        if run.command.output != .pager { chrome.notice = run.notice(of: outcome, isMasked: chrome.isMasked) }
    }

    /// What is said while a program runs and nothing else has happened.
    var runningNotice: Notice? {
        guard let run = model.customRun else { return nil }
        let ellipsis = environment.glyphs.ellipsis
        if run.isEnding { return .plain("Ending \(run.command.name)\(ellipsis)") }
        let key = [.list, .detail, .output].contains(scope) ? Key.escape : .control("c")
        return .plain("Running \(run.command.name) on \(run.subject)\(ellipsis) \(key.name) ends it.")
    }
}

extension PaneContext {
    /// Has the program run, with the customer as it is shown here; another program has them then, and that is noted.
    mutating func start(_ command: CustomCommand, on customer: Customer) -> CustomRun {
        let id = makeRequestID()
        perform(.run(id, command, on: customer))
        report(.export, of: customer.id, count: 1)
        return CustomRun(id: id, command: command, customer: customer.id, subject: customer.name)
    }
}

extension CustomRun {
    /// What is said once it has ended.
    func notice(of outcome: CommandOutcome, isMasked: Bool) -> Notice {
        let shows = command.output == .status && outcome.hasSucceeded && !outcome.lastLine.isEmpty && !isMasked
        let said =
            shows ? "\(command.name): \(outcome.lastLine)" : outcome.message(of: command.name, isMasked: isMasked)
        let text = ([said] + outcome.remarks(isShown: false)).joined(separator: " ")
        // What a program prints may be of the customer.
        return (outcome.hasSucceeded ? Notice.success(text) : .error(text)).personal
    }
}

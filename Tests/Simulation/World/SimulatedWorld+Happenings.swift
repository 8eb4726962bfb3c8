import Domain
import Journal
import Sync
import TestSupport
import Wire

extension SimulatedWorld {
    func happen(_ happening: Happening) async {
        switch happening {
        case .turn(let number):
            let process = processes[number]
            // One that was asked for later takes the place of one that was due.
            if process.nextTurn == now { takeTurn(process) }
        case .arrival(let flight, let copy): await arrive(flight, copy)
        case .end(let flight): await end(flight)
        case .personActs(let number): if !isHealed { personActs(processes[number]) }
        case .rivalActs:
            let deed = rival.act(on: server, customers: customers)
            note("rival \(deed)")
            noteNewCustomers()
        case .weatherChanges(let machine): changeWeather(machines[machine], machine)
        case .accident: if !isHealed { accident() }
        case .start(let number): start(processes[number])
        case .resume(let number): resume(processes[number])
        case .heal: heal()
        }
    }

    private func noteNewCustomers() {
        guard let made = server.store.log.last, !customers.contains(made.id) else { return }
        customers.append(made.id)
    }

    // MARK: A program's turn

    func wake(_ process: ClientProcess, after delay: Duration = .zero) {
        guard process.session != nil else { return }
        let moment = now + delay
        if let next = process.nextTurn, next <= moment { return }
        process.nextTurn = moment
        schedule.add(.turn(process: process.number), at: moment)
    }

    private func takeTurn(_ process: ClientProcess) {
        process.nextTurn = nil
        guard let session = process.session else { return }
        let before = session.journal.queue.lastSequence
        let departures = session.core.turn(now)
        guard survives(process, session) else { return }
        handleEvents(process, session)
        if departures.probe { depart(process, session, nil) }
        for batch in departures.batches { depart(process, session, batch) }
        if session.journal.queue.lastSequence != before { wakeSiblings(of: process) }
        planTurn(process, session)
    }

    private func planTurn(_ process: ClientProcess, _ session: ClientProcess.Session) {
        if let moment = session.core.wakesAt { wake(process, after: max(.zero, moment - now)) }
        // The program looks at the journal every now and then for what others did.
        if case .anotherProcessSends = session.core.status { wake(process, after: Self.pollInterval) }
    }

    static let pollInterval: Duration = .milliseconds(250)

    /// Whether the process has not been ended in the middle of what it did.
    func survives(_ process: ClientProcess, _ session: ClientProcess.Session) -> Bool {
        guard session.disk.isOver else { return true }
        note("\(process.name) ends in the middle of it")
        lose(process)
        return false
    }

    /// Handles what the synchronisation reports.
    func handleEvents(_ process: ClientProcess, _ session: ClientProcess.Session) {
        for event in session.core.takeEvents() {
            switch event {
            case .served(let customers): for customer in customers { process.screen.show(customer) }
            case .restored(let customer): process.screen.show(customer)
            case .gone(let id): process.screen.forget(id)
            case .refused(let sequence, _, let problem): note("\(process.name) refused \(sequence): \(problem.kind)")
            case .conflicted(let sequence, _, _): note("\(process.name) conflict \(sequence)")
            case .journalFound, .queueChanged, .status, .reachability: break
            }
        }
        process.machine.ledger.observe(session.journal.queue)
    }

    func wakeSiblings(of process: ClientProcess) {
        for other in processes where other.machine === process.machine && other !== process {
            wake(other, after: Self.pollInterval)
        }
    }

    // MARK: Weather

    private func changeWeather(_ machine: Machine, _ number: Int) {
        guard !isHealed else { return }
        machine.weather = chance.weighted(
            [
                (30, Weather.calm), (30, .stormy), (7, .cut), (6, .silent), (5, .portal), (8, .throttled),
                (6, .signedOut), (8, .failing),
            ], otherwise: .calm)
        note("weather at \(machine.name): \(machine.weather)")
        schedule.add(.weatherChanges(machine: number), at: now + chance.milliseconds(2_000...25_000))
    }

    private func heal() {
        isHealed = true
        note("all is well")
        for machine in machines { machine.weather = .calm }
        for process in processes {
            if process.session == nil { start(process) }
            if process.isSuspended { resume(process) }
            // A disk that fails does so once.
            for _ in 0..<3 { purge(process) }
        }
    }
}

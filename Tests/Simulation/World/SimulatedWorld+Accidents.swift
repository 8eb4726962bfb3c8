import Journal
import Sync

/// What happens to programs and machines.
extension SimulatedWorld {
    private enum Accident {
        case kill, endInTheMiddle, powerCut, failingSync, suspend, clock
    }

    func accident() {
        let process = processes[chance.number(0...2)]
        switch chance.weighted(
            [
                (30, Accident.kill), (30, .endInTheMiddle), (20, .powerCut), (15, .failingSync), (10, .suspend),
                (10, .clock),
            ],
            otherwise: .kill)
        {
        case .kill: kill(process)
        case .endInTheMiddle: process.session?.disk.endProcess(afterCalls: chance.number(0...30))
        case .powerCut: cutPower(process.machine)
        case .failingSync: process.session?.disk.failNextSync()
        case .suspend: suspend(process)
        case .clock: jump()
        }
    }

    private func kill(_ process: ClientProcess) {
        guard process.session != nil else { return }
        note("\(process.name) is killed")
        lose(process)
    }

    /// The process is there no more; it is started again some time.
    func lose(_ process: ClientProcess) {
        process.kill()
        abandonFlights(of: process)
        // Ended in the middle of a write, it may have been the machine that lost its power.
        if !isHealed, chance.happens(30) { cutPower(process.machine) }
        schedule.add(.start(process: process.number), at: now + chance.milliseconds(100...15_000))
    }

    private func cutPower(_ machine: Machine) {
        note("power cut at \(machine.name)")
        for process in processes where process.machine === machine && process.session != nil {
            process.kill()
            abandonFlights(of: process)
            schedule.add(.start(process: process.number), at: now + chance.milliseconds(1_000...20_000))
        }
        machine.disk.losePower(using: &chance)
        machine.bootClock.restart()
    }

    func start(_ process: ClientProcess) {
        guard process.session == nil else { return }
        let calls = !isHealed && now > .zero && chance.happens(10) ? chance.number(0...30) : nil
        note("\(process.name) starts")
        do throws(JournalFailure) {
            try process.start(seed: chance.next(), sabotage: plan.sabotage, endsAfterCalls: calls)
        } catch {
            find(.unopened, error.message)
            return
        }
        guard let session = process.session else {
            note("\(process.name) ends at its start")
            lose(process)
            return
        }
        if plan.sabotage == .releasesDeletionsAtStart { releaseDeletions(session.journal, at: process.machine) }
        process.machine.ledger.observe(session.journal.queue)
        if process.machine.weather == .calm { purge(process) }
        wake(process)
    }

    // MARK: Suspending and leaving

    func suspend(_ process: ClientProcess) {
        guard let session = process.session, !process.isSuspended else { return }
        note("\(process.name) is suspended")
        session.core.pause()
        guard survives(process, session) else { return }
        abandonFlights(of: process)
        process.isSuspended = true
        schedule.add(.resume(process: process.number), at: now + chance.milliseconds(500...20_000))
        wakeSiblings(of: process)
    }

    func resume(_ process: ClientProcess) {
        guard let session = process.session, process.isSuspended else { return }
        note("\(process.name) goes on")
        process.isSuspended = false
        process.quietUntil = .zero
        session.core.resume()
        wake(process)
    }

    /// The person leaves the program, and comes back later.
    func quit(_ process: ClientProcess) {
        guard let session = process.session else { return }
        note("\(process.name) quits")
        session.core.pause()
        _ = try? session.journal.append(.leave)
        process.machine.ledger.leave(session.journal.session.source)
        process.kill()
        abandonFlights(of: process)
        schedule.add(.start(process: process.number), at: now + chance.milliseconds(500...15_000))
        wakeSiblings(of: process)
    }

    /// A clock is set wrong or right; what the trace says of the rest must be the same as without.
    private func jump() {
        let years = Int64(clockChance.number(-10...10))
        let clocks = machines.map(\.clock) + [server.clock]
        let clock = clocks[clockChance.number(0...2)]
        if plan.clocksJump { clock.jump(toYears: years) }
    }

    private func abandonFlights(of process: ClientProcess) {
        for index in flights.indices where flights[index].process == process.number { flights[index].isOpen = false }
    }
}

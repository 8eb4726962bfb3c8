import CustomerAPI
import Domain
import Journal
import Randomness
import Sync
import TestSupport
import Wire

/// A server, two machines with three programs, the people at them and somebody else, with an unreliable network between
/// them; everything that happens follows from a seed.
package final class SimulatedWorld {
    let plan: SimulationPlan
    let clock = SimulatedClock()
    let server: SimulatedServer
    let machines: [Machine]
    let processes: [ClientProcess]
    var chance: SplitMix
    /// Apart from the rest, because what the wall clocks say must change nothing.
    var clockChance: SplitMix
    var rival: Rival
    var schedule = EventSchedule<Happening>()
    var flights: [Flight] = []
    var isHealed = false
    var findings: [Finding] = []
    var trace: Trace
    /// Everybody who was ever heard of, in the order of their appearance.
    var customers: [CustomerID] = []

    /// How long people work, and how much longer everything may take to come to rest.
    static let workingTime: Duration = .seconds(90)
    static let restTime: Duration = .seconds(7_200)
    private static let maximumSteps = 8_000

    package init(_ plan: SimulationPlan) {
        self.plan = plan
        var chance = SplitMix(seed: plan.seed)
        let clock = clock
        server = SimulatedServer(clock: WallClock(clock), epoch: .random(using: &chance))
        let machines = ["a", "b"].map { name in
            Machine(
                name: name, clock: WallClock(clock), bootClock: SimulatedBootClock(clock, machine: name))
        }
        self.machines = machines
        processes = [("a1", 0), ("a2", 0), ("b1", 1)].enumerated().map { number, place in
            ClientProcess(
                number: number, name: place.0, machine: machines[place.1], person: Person(seed: chance.next()))
        }
        rival = Rival(seed: chance.next())
        clockChance = SplitMix(seed: chance.next())
        trace = Trace(isKept: plan.keepsTrace)
        self.chance = chance
    }

    var now: Duration { clock.now }

    /// Lives through it all, and audits what is left.
    package func run() async -> SimulationReport {
        begin()
        var steps = 0
        while let (moment, happening) = schedule.next() {
            steps += 1
            guard steps < Self.maximumSteps, moment < Self.workingTime + Self.restTime else {
                find(.restless, "\(steps) steps")
                break
            }
            clock.advance(to: moment)
            await happen(happening)
        }
        audit()
        return report()
    }

    private func begin() {
        for number in 0..<6 { addCustomer(number) }
        for process in processes {
            for id in customers { server.customer(id).map { process.screen.show($0) } }
            start(process)
        }
        for _ in 0..<chance.number(plan.acts / 3...plan.acts) {
            let process = chance.number(0...2)
            schedule.add(.personActs(process: process), at: someMoment())
        }
        for _ in 0..<chance.number(0...plan.rivalActs) { schedule.add(.rivalActs, at: someMoment()) }
        for _ in 0..<chance.number(0...plan.accidents) { schedule.add(.accident, at: someMoment()) }
        for machine in machines.indices { schedule.add(.weatherChanges(machine: machine), at: .zero) }
        schedule.add(.heal, at: Self.workingTime)
    }

    private func someMoment() -> Duration {
        chance.milliseconds(0...Int(Self.workingTime / .milliseconds(1)))
    }

    /// Adds somebody who is there from the start.
    private func addCustomer(_ number: Int) {
        let id = CustomerID.random(using: &chance)
        let details = CustomerDetails(
            trustedName: "First \(number)", email: Pool.contested(number), phone: "\(number)", address: nil)
        _ = server.store.perform(
            CustomerWrite(
                id: id, action: .create(NewCustomer(details)), condition: .mustNotExist, now: server.clock.now))
        customers.append(id)
    }

    func find(_ rule: Finding.Rule, _ detail: String) {
        findings.append(Finding(rule: rule, detail: detail))
        note("FOUND \(rule.rawValue): \(detail)")
    }

    func note(_ line: @autoclosure () -> String) {
        trace.note(now, line())
    }
}

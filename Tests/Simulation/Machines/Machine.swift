/// A machine with its disk, its clock, its way to the network, and the journal of the person who works there.
final class Machine {
    let name: String
    let disk = SimulatedDisk()
    let clock: WallClock
    let bootClock: SimulatedBootClock
    var weather = Weather.calm
    var ledger = Ledger()

    static let directory = "/home/customers"
    static let journal = directory + "/journal.jsonl"

    init(name: String, clock: WallClock, bootClock: SimulatedBootClock) {
        self.name = name
        self.clock = clock
        self.bootClock = bootClock
    }
}

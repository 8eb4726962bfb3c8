import APIClient
import Domain
import HTTP
import Journal
import Randomness
import Simulation
import Sync
import TestSupport
import Wire

/// Programs of one machine, on a real journal, before the real handler: the test decides what becomes of each request.
final class ClientMachine {
    let server: SimulatedServer
    private let disk = SimulatedDisk()
    private(set) var now: Duration = .zero
    private var programs = 0
    /// Requests of programs that were answered.
    private(set) var requests = 0

    /// - Parameter server: shared with other machines.
    init(_ server: SimulatedServer = SimulatedServer()) {
        self.server = server
    }

    /// One program from its start to its end.
    final class Program {
        let core: SyncCore
        let journal: EditJournal
        fileprivate let disk: ProcessDisk
        /// Requests that have left and have no end yet, oldest first.
        fileprivate(set) var underWay: [EditBatch] = []
        fileprivate(set) var isProbing = false
        fileprivate(set) var probes = 0

        fileprivate init(_ core: SyncCore, _ journal: EditJournal, _ disk: ProcessDisk) {
            self.core = core
            self.journal = journal
            self.disk = disk
        }

        var queue: EditQueue { journal.queue }

        /// Ends it as SIGKILL does.
        func kill() { disk.endProcess() }
    }

    /// The machine's own clock as it stands when a program starts.
    private struct Clock: BootClock {
        let now: BootMoment
    }

    private var moment: BootMoment { BootMoment(boot: "1", milliseconds: Int64(now / .milliseconds(1))) }

    func start(seed: UInt64 = 1) throws -> Program {
        programs += 1
        let process = ProcessDisk(disk, process: programs)
        let session = JournalSession(clock: Clock(now: moment))
        let (journal, _) = try EditJournal.open(
            directory: "/home/customers", api: "https://api.example.com", session: session, disk: process)
        let core = SyncCore(
            journal: JournalAccess(journal), generator: SplitMix(seed: seed),
            epoch: BootMoment(boot: moment.boot, milliseconds: 0))
        return Program(core, journal, process)
    }

    // MARK: Entering

    /// Adds a customer to the server.
    @discardableResult
    func addCustomer(_ id: CustomerID = .random(), email: String? = nil) async -> Customer {
        let details = CustomerDetails(
            trustedName: "Ann", email: email ?? "\(id)@example.com", phone: "1", address: nil)
        let call = WriteCall.put(id, NewCustomer(details), condition: .mustNotExist, idempotencyKey: .random())
        _ = await server.answer(call.request)
        return Customer(
            id: id, details: details, registrationDate: .init(microseconds: 0), createdAt: .init(microseconds: 0),
            updatedAt: .init(microseconds: 0), version: 1, updatedBy: nil)
    }

    @discardableResult
    func enter(_ customer: CustomerID, _ change: Entry.Change, at program: Program) throws -> JournalRecord.Sequence {
        let entry = Entry(customer: customer, form: .init(op: .random(), change: change))
        return try program.journal.append(.enter([entry]))[0]
    }

    @discardableResult
    func edit(
        _ customer: CustomerID, _ field: CustomerField = .phone, from: String? = "1", to: String? = "2",
        version: Int = 1, at program: Program
    ) throws -> JournalRecord.Sequence {
        try enter(
            customer, .edit(CustomerEdit([field: FieldChange(from: from, to: to)]), version: version), at: program)
    }

    // MARK: Time and the network

    func pass(_ duration: Duration) { now += duration }

    /// Takes a turn; a probe's answer is handed in at once.
    func turn(_ program: Program, after duration: Duration = .zero) async {
        now += duration
        let departures = program.core.turn(now)
        program.underWay += departures.batches
        guard departures.probe else { return }
        program.probes += 1
        let response = await server.answer(ReadCall.health.request)
        program.core.probeEnded(await CustomerClient(delivering: .success(response)).result(of: .health), now)
        program.underWay += program.core.turn(now).batches
    }

    /// The oldest request reaches the server, and its answer comes back.
    func answer(_ program: Program) async {
        let batch = program.underWay.removeFirst()
        requests += 1
        let response = await arrive(batch)
        program.core.requestEnded(
            await CustomerClient(delivering: .success(response)).result(of: batch.call), for: batch, now)
    }

    /// A request reaches the server, whatever its sender knows of it.
    @discardableResult
    func arrive(_ batch: EditBatch) async -> Response {
        await server.answer(batch.call.request)
    }

    /// The oldest request ends without an answer.
    ///
    /// - Returns: the request.
    @discardableResult
    func lose(_ program: Program, mayHaveArrived: Bool = true) -> EditBatch {
        let batch = program.underWay.removeFirst()
        program.core.requestEnded(
            .failure(.unreachable(TransportFailure(.timedOut, mayHaveArrived: mayHaveArrived))), for: batch, now)
        return batch
    }

    /// Lets what was lost go again, which it does after a second at most.
    func repeatLost(_ program: Program) async {
        await turn(program)
        await turn(program, after: .seconds(1))
    }

    /// Lets everything be answered until nothing happens any more, with as much time as it takes.
    func drain(_ program: Program) async {
        while true {
            await turn(program)
            if !program.underWay.isEmpty {
                while !program.underWay.isEmpty { await answer(program) }
            } else if let moment = program.core.wakesAt {
                now = max(now, moment)
            } else {
                return
            }
        }
    }

    /// The versions of a customer that were made, the first one aside when somebody was added.
    func made(_ id: CustomerID) -> [MemoryStore.MadeVersion] {
        server.store.log.filter { $0.id == id && $0.version > 1 }
    }
}

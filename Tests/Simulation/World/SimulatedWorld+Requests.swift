import APIClient
import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Journal
import Sync
import TestSupport
import Wire

/// Requests from their departure to their end.
extension SimulatedWorld {
    func depart(_ process: ClientProcess, _ session: ClientProcess.Session, _ batch: EditBatch?) {
        auditDeparture(process, session, batch)
        if let batch { process.machine.ledger.send(batch) }
        leave(process, session, batch)
        // A client that does not wait for an answer before it asks again.
        if plan.sabotage == .twoOfOneCustomer, let batch {
            auditDeparture(process, session, batch)
            leave(process, session, batch)
        }
        // A client that does not tell the server that it is the same note.
        if plan.sabotage == .sendsNotesTwice, let batch, case .note = batch.change {
            let sending = JournalRecord.Sending(
                leader: batch.leader, covers: batch.sending.covers, op: .random(using: &chance))
            leave(
                process, session,
                EditBatch(customer: batch.customer, sending: sending, change: batch.change, earlierAttempts: 0))
        }
    }

    private func leave(_ process: ClientProcess, _ session: ClientProcess.Session, _ batch: EditBatch?) {
        let weather = process.machine.weather
        let journey = Journey.through(weather, isProbe: batch == nil, &chance)
        let number = flights.count
        flights.append(
            Flight(
                process: process.number, session: session.number, batch: batch, journey: journey,
                departedAt: now))
        note("\(process.name) sends #\(number) \(batch?.mark ?? "probe")")
        for (copy, delay) in journey.arrivals.enumerated() {
            schedule.add(.arrival(flight: number, copy: copy), at: now + delay)
        }
        switch journey.end {
        case .answer: break
        case .stranger(_, let delay), .failure(_, let delay): schedule.add(.end(flight: number), at: now + delay)
        }
    }

    func arrive(_ number: Int, _ copy: Int) async {
        let flight = flights[number]
        if flight.isRefusedForGood { return }
        let response = await server.answer(flight.request)
        note("#\(number) arrives: \(response.status.code)\(response.mark)")
        flights[number].answers[copy] = response
        if flight.isWrite, response.problemKind == .idempotencyKeyReused { find(.keyReused, "#\(number)") }
        if case .answer(copy, let delay, _) = flight.journey.end { schedule.add(.end(flight: number), at: now + delay) }
    }

    func end(_ number: Int) async {
        let flight = flights[number]
        let process = processes[flight.process]
        flights[number].isOpen = false
        guard flight.isOpen, let session = process.session, session.number == flight.session, !process.isSuspended
        else {
            return
        }
        var result = result(of: flight)
        if case .success(let response) = result, let batch = flight.batch, let version = response.version {
            session.sabotaged?.hear(version, of: batch.leader)
        }
        if let sabotage = plan.sabotage { result = deceive(result, flight, sabotage) }
        if case .success(let response) = result, let seconds = response.retryAfterSeconds {
            process.quietUntil = max(process.quietUntil, now + .seconds(seconds))
        }
        if case .success(let response) = result, response.problemKind == .emailTaken {
            flights[number].isRefusedForGood = true
        }
        note("#\(number) ends: \(result.mark)")
        let client = CustomerClient(delivering: result)
        if let batch = flight.batch {
            session.core.requestEnded(await client.result(of: batch.call), for: batch, now)
        } else {
            session.core.probeEnded(await client.result(of: .health), now)
        }
        wake(process)
    }

    private func result(of flight: Flight) -> Result<Response, TransportFailure> {
        switch flight.journey.end {
        case .answer(let copy, _, let damage):
            guard let answer = flight.answers[copy] else {
                return .failure(TransportFailure(.timedOut, mayHaveArrived: true))
            }
            return .success(damage.map { $0.done(to: answer) } ?? answer)
        case .stranger(let stranger, _): return .success(stranger.response(to: flight, server))
        case .failure(let failure, _): return .failure(failure)
        }
    }
}

extension EditBatch {
    var mark: String {
        "\(sending.op.mark) \(change.mark) of \(customer.mark) covers \(sending.covers)"
            + (earlierAttempts > 0 ? " again" : "")
    }
}

extension Response {
    var mark: String {
        let replay = fields[.idempotencyVersion].map { " again, made v\($0)" } ?? ""
        return (fields[.eTag].map { " v\($0)" } ?? "") + (problemKind.map { " \($0.rawValue)" } ?? "") + replay
    }

    var version: Int? { fields[.eTag].flatMap(EntityTag.version) }

    var problemKind: Problem.Kind? {
        guard status.code >= 400 else { return nil }
        return (try? JSONBody.decode(Problem.self, from: body))?.kind
    }

    var retryAfterSeconds: Int? {
        guard status == .tooManyRequests || status == .serviceUnavailable else { return nil }
        return fields[.retryAfter].flatMap { Int($0) }
    }
}

extension Result<Response, TransportFailure> {
    var mark: String {
        switch self {
        case .success(let response): "\(response.status.code)\(response.mark)"
        case .failure(let failure): "\(failure.reason)\(failure.mayHaveArrived ? "" : ", nothing sent")"
        }
    }
}

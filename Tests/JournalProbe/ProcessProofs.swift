import Glibc
import Journal
import JournalProof
import Randomness
import Synchronization

/// What becomes of the journals of real processes.
struct ProcessProofs {
    let seed: UInt64
    let folder: String

    /// Looks at a journal that nobody uses just now.
    private func check(
        _ directory: String, _ edits: ProbeEdits, _ account: ProbeAccount, _ place: String
    ) -> Set<BrokenPromise> {
        do throws(JournalFailure) {
            let (journal, findings) = try EditJournal.open(directory: directory, api: ProbeEdits.api)
            let numbers = edits.numbers(in: journal.queue)
            var violations: [Violation] = []
            let lost = account.saved.subtracting(numbers)
            if !lost.isEmpty { violations.append(.lost(lost.count)) }
            let back = account.unsaved.intersection(numbers)
            if !back.isEmpty { violations.append(.reappeared(back.count)) }
            if numbers != Array(0..<numbers.count) { violations.append(.disordered) }
            let invented = numbers.count - 1 - (account.saved.max() ?? -1)
            if invented > account.maximumUnsaid { violations.append(.invented(invented)) }
            if findings.contains(where: { $0.kind != .unfinished }) { violations.append(.falseAlarm) }
            return Set(violations.map { BrokenPromise($0, place) })
        } catch {
            return [BrokenPromise(.unusable(error.message), place)]
        }
    }

    // MARK: Kills

    /// A process is killed again and again at random moments; every other time the next one repairs what is left.
    func kill(_ kills: Int, part: Int) -> Proof.Result {
        var dice = SplitMix(seed: seed &+ UInt64(part) << 32)
        let directory = folder + "/killed-\(part)"
        let edits = ProbeEdits(name: "killed")
        var account = ProbeAccount()
        var result = Proof.Result()
        for number in 0..<kills {
            guard var process = try? ProbeProcess(["append", directory, "--name", edits.name]) else {
                result.broken.insert(BrokenPromise(.unusable("no process"), "kill \(number)"))
                break
            }
            // In its start and its recovery, or after so many edits, however slow the machine is.
            process.wait(forLines: dice.once(in: 4) ? 0 : 1 + dice.below(10))
            usleep(UInt32(dice.below(dice.once(in: 2) ? 3_000 : 30_000)))
            process.kill()
            account.read(process.finish().lines)
            result.count += 1
            if dice.once(in: 2) {
                result.broken.formUnion(check(directory, edits, account, "part \(part), kill \(number)"))
            }
        }
        result.broken.formUnion(check(directory, edits, account, "part \(part), after the last kill"))
        return result
    }

    // MARK: Many at once

    /// Several processes enter edits at once, are killed now and then and started again, while the journal is compacted.
    func crowd(of processes: Int, edits count: Int) -> Proof.Result {
        let directory = folder + "/crowd"
        let result = Mutex(Proof.Result())
        let names = (0..<processes).map { "crowd-\($0)" }
        atOnce(names.count) { index in
            let name = names[index]
            var dice = SplitMix(seed: seed &+ UInt64(name.utf8.last ?? 0))
            var account = ProbeAccount()
            var status: Int32?
            for _ in 0..<10_000 where status != 0 {
                let arguments = [
                    "append", directory, "--name", name, "--end", "\(count)", "--dead-bytes", "32768",
                    "--discard-every", "10",
                ]
                guard var process = try? ProbeProcess(arguments) else { break }
                let isToDie = dice.once(in: 2)
                if isToDie {
                    usleep(UInt32(50_000 + dice.below(400_000)))
                    process.kill()
                }
                let end = process.finish()
                account.read(end.lines)
                status = end.status
            }
            let broken = check(directory, ProbeEdits(name: name), account, name)
            result.withLock { $0.broken.formUnion(broken) }
        }
        var found = result.withLock(\.self)
        guard let journal = try? EditJournal.open(directory: directory, api: ProbeEdits.api).journal else {
            return found
        }
        for name in names {
            let numbers = ProbeEdits(name: name).numbers(in: journal.queue)
            found.count += numbers.count
            if numbers != Array(0..<count) { found.broken.insert(BrokenPromise(.lost(count - numbers.count), name)) }
        }
        return found
    }

    // MARK: A full disk

    /// Files may have no more than so many bytes: the write that reaches the limit is short, the next one fails.
    func fill(part: Int, of parts: Int) -> Proof.Result {
        var result = Proof.Result()
        for limit in stride(from: 300 + 61 * part, through: 6_000, by: 61 * parts) {
            let directory = folder + "/full-\(limit)"
            let edits = ProbeEdits(name: "full")
            var account = ProbeAccount()
            let arguments = ["append", directory, "--name", edits.name, "--end", "60", "--file-bytes", "\(limit)"]
            for _ in 0..<2 {
                guard var process = try? ProbeProcess(arguments) else { continue }
                account.read(process.finish().lines)
            }
            result.count += 1
            if !account.isRefused { result.broken.insert(BrokenPromise(.undetected, "a limit of \(limit) bytes")) }
            result.broken.formUnion(check(directory, edits, account, "a limit of \(limit) bytes"))
        }
        return result
    }
}

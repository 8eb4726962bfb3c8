import ArgumentParser
import CustomerAPI
import Domain
import Foundation
import SQLiteStore
import Signals
import StandardStreams

/// `customers-api copy`
struct CopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Move everything from one store to another, and show that both are the same.",
        discussion: """
            Ids, versions, tombstones, the order of changes and the receipts of writes go along; clients that follow the \
            changes begin anew. The target is an empty table, or a file that is not there yet; it takes its name when it is \
            complete. A copy that was interrupted goes on when the same command is run again, and takes along what has changed \
            since. The end is a comparison of both stores: how many records, and a checksum over all that is kept of them.

            No server may use a database of SQLite meanwhile. Nothing keeps others from writing to a table of DynamoDB: stop \
            the servers and the function that use it; a write that comes all the same is noticed at the end. The AWS keys \
            need BatchGetItem, BatchWriteItem, DeleteItem, DescribeTable, GetItem, PutItem, Query and Scan.

            Exit codes: 65 the source is not sound, 66 it does not exist, 69 a server uses a database, or AWS cannot be \
            reached, 73 the target is not empty, 74 reading or writing failed, 75 something wrote meanwhile, or AWS had no \
            capacity left: run it again, 77 not permitted, 78 configuration.
            """)

    @Option(
        name: .customLong("from"),
        help: ArgumentHelp("The store to copy: sqlite:PATH or dynamodb:TABLE.", valueName: "store"),
        transform: StoreLocation.parse)
    var source: StoreLocation

    @Option(
        name: .customLong("to"),
        help: ArgumentHelp("The store to fill: sqlite:PATH or dynamodb:TABLE.", valueName: "store"),
        transform: StoreLocation.parse)
    var target: StoreLocation

    mutating func run() async throws {
        let signals = EndingSignals.removingTemporaryFiles()
        defer { withExtendedLifetime(signals) {} }
        do throws(StartFailure) {
            let sum = try await copy()
            let line =
                "\(target): \(sum.customers) customers, \(sum.deleted) deleted ones, the same as \(source); checksum "
                + sum.checksum
            guard StandardStream.output.write(line + "\n") else {
                throw StartFailure(.inputOutput, "cannot write to standard output; the copy itself is complete.")
            }
        } catch {
            Serve.say(error.message)
            throw ExitCode(error.status.rawValue)
        }
    }

    private func copy() async throws(StartFailure) -> RecordSum {
        guard !source.isSame(as: target) else {
            throw StartFailure(.usage, "--from and --to are the same store: name two.")
        }
        let environment = ProcessInfo.processInfo.environment
        let from = try await TransferEnd(source: source, environment)
        do throws(StartFailure) {
            let sum = try await copy(from, environment)
            await from.close()
            return sum
        } catch {
            await from.close()
            throw error
        }
    }

    private func copy(_ from: TransferEnd, _ environment: [String: String]) async throws(StartFailure) -> RecordSum {
        let to = try await TransferEnd(target: target, environment)
        do throws(StartFailure) {
            let sum = try await copy(from, to)
            await to.close()
            return sum
        } catch {
            await to.close()
            throw error
        }
    }

    private func copy(_ from: TransferEnd, _ to: TransferEnd) async throws(StartFailure) -> RecordSum {
        for table in [source, target].compactMap(\.table) {
            Serve.say("nothing keeps others from writing to dynamodb:\(table) meanwhile: stop who uses it.")
        }
        let progress = CopyProgress()
        let sum: RecordSum
        defer { progress.end() }
        do throws(StoreCopyFailure) {
            sum = try await StoreCopy(from: from.store, to: to.store).run { progress.tell($0) }
        } catch {
            throw StartFailure(error, from: source, to: target)
        }
        try to.complete()
        return sum
    }
}

/// Tells on standard error how far a copy is: on a terminal in one line, else a line now and then.
private struct CopyProgress: Sendable {
    private let isTerminal = StandardStream.error.isTerminal
    private static let step = 10_000

    func tell(_ records: Int) {
        if isTerminal {
            StandardStream.error.redraw("copied: \(records)")
        } else if records.isMultiple(of: Self.step), records > 0 {
            StandardStream.error.write("customers-api: copied \(records)\n")
        }
    }

    func end() {
        if isTerminal { StandardStream.error.write("\n") }
    }
}

extension StartFailure {
    fileprivate init(_ failure: StoreCopyFailure, from source: StoreLocation, to target: StoreLocation) {
        switch failure {
        case .notEmpty:
            self.init(
                .cannotCreate,
                "\(target) is not empty, and not what \(source) has: name an empty table, or a file that is not there.")
        case .unfinishedOfAnother:
            self.init(
                .cannotCreate,
                "\(target) is the unfinished copy of another store than \(source): finish that one, or name another target."
            )
        case .different(let due, let there):
            self.init(
                .tryLater,
                """
                \(source) has \(due.customers) customers and \(due.deleted) deleted ones, \(target) \(there.customers) and \
                \(there.deleted), and they are not the same: something wrote meanwhile. See to it that nothing does, and run \
                this again; it copies what has changed.
                """)
        case .store(let side, let failure):
            let (status, detail) = failure.statusAndDetail
            self.init(
                status, "\(side == .source ? source : target): \(detail) What is copied stays: run this again to go on."
            )
        }
    }
}

extension StoreFailure {
    fileprivate var statusAndDetail: (ExitStatus, String) {
        switch self {
        case .badPosition, .positionExpired:
            (.badData, "it was replaced since the copy was begun: remove the unfinished copy, and begin anew.")
        case .writeInProgress: (.tryLater, "another program is writing it.")
        case .throttled: (.tryLater, "it has no capacity left.")
        case .unavailable(let detail, _): (.unavailable, detail)
        case .failed(let detail): (.inputOutput, detail)
        }
    }
}

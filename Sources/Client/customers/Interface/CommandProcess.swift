import Dispatch
import Domain
import Files
import Glibc
import Panes
import Subprocess
import SystemPackage
import Wire

/// A run of a custom command: the customer goes to its standard input and nowhere else.
///
/// It has a session of its own: it cannot draw over the screen or take keys from it, and what it has started is ended with
/// it.
struct CommandProcess: Sendable {
    let argv: [String]
    let environment: [String: String]

    /// How long it may take to end once it was told to.
    private static let teardownMilliseconds = 500

    /// Runs it to its end, or to the end of its time, with the customer as `show --json` prints them; off the main actor.
    ///
    /// When the task is cancelled, the program and what it has started are told to end, and killed when they do not.
    @concurrent nonisolated func run(on customer: Customer) async -> CommandOutcome {
        let input = JSONBody.bytes(CustomerJSON(customer), isSorted: true) + [UInt8(ascii: "\n")]
        return await run(input)
    }

    private func run(_ input: [UInt8]) async -> CommandOutcome {
        await withTaskGroup(of: CommandOutcome?.self) { group in
            group.addTask { await start(input) }
            group.addTask {
                try? await Task.sleep(for: .seconds(CommandOutcome.timeoutSeconds))
                return nil
            }
            let first = await group.next() ?? nil
            let isCancelled = Task.isCancelled
            group.cancelAll()
            if let first { return isCancelled ? first.ending(.ended) : first }
            let late = await group.next() ?? nil
            return (late ?? CommandOutcome(.timedOut)).ending(isCancelled ? .ended : .timedOut)
        }
    }

    private func start(_ input: [UInt8]) async -> CommandOutcome {
        let path: String
        do throws(ProgramLookup.Failure) {
            path = try ProgramLookup.path(of: argv.first ?? "", in: environment["PATH"] ?? "/usr/bin:/bin")
        } catch {
            return CommandOutcome(.notStarted(error.reason))
        }
        guard let customer = Self.pipe(with: input) else { return Self.withoutDescriptors }
        guard let output = OutputCollector(maximumBytes: CommandOutcome.maximumBytes) else {
            close(customer)
            return Self.withoutDescriptors
        }
        guard let errors = OutputCollector(maximumBytes: 0) else {
            close(customer)
            close(output.writeEnd)
            return Self.withoutDescriptors
        }
        let ending = await ending(path, customer, output, errors)
        let (printed, said) = (await output.finish(), await errors.finish())
        let isWhole = printed.isClosed && said.isClosed
        return CommandOutcome(
            ending, lines: printed.lines, isCut: printed.isCut, lastLine: printed.lastLine, lastError: said.lastLine,
            leavesRunning: !isWhole && ending.hasStarted)
    }

    private static let withoutDescriptors = CommandOutcome(.notStarted("the system has no descriptors left"))

    private func ending(
        _ path: String, _ customer: CInt, _ output: OutputCollector, _ errors: OutputCollector
    ) async -> CommandOutcome.Ending {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .send(
                signal: .terminate, toProcessGroup: true,
                allowedDurationToNextStep: .milliseconds(Self.teardownMilliseconds))
        ]
        let values = environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(path)), arguments: Arguments(Array(argv.dropFirst())),
                environment: .custom(Dictionary(values) { first, _ in first }), platformOptions: options,
                input: .fileDescriptor(FileDescriptor(rawValue: customer), closeAfterSpawningProcess: true),
                output: .fileDescriptor(FileDescriptor(rawValue: output.writeEnd), closeAfterSpawningProcess: true),
                error: .fileDescriptor(FileDescriptor(rawValue: errors.writeEnd), closeAfterSpawningProcess: true))
            return switch result.terminationStatus {
            case .exited(let status): .exited(status: Int(status))
            case .signaled(let signal): .killed(signal: Int(signal))
            }
        } catch {
            if Task.isCancelled { return .ended }
            return .notStarted("this system cannot run \(path); a script begins with #! and its interpreter")
        }
    }

    /// The reading end of a pipe from which the customer comes; a program that reads less, or nothing, holds nobody up.
    private static func pipe(with bytes: [UInt8]) -> CInt? {
        guard let pipe = CommandPipe() else { return nil }
        DispatchQueue.global().async {
            // The program may have closed its end.
            try? Descriptor.write(bytes, to: pipe.writeEnd)
            close(pipe.writeEnd)
        }
        return pipe.readEnd
    }
}

extension CommandOutcome.Ending {
    fileprivate var hasStarted: Bool {
        if case .notStarted = self { false } else { true }
    }
}

import Glibc
import LambdaRuntime
import Logging

/// The program in the function's package: what Lambda starts as `bootstrap`.
@main
enum CustomersLambda {
    /// sysexits.h: configuration, and unavailable.
    private static let (badConfiguration, unavailable): (Int32, Int32) = (78, 69)

    static func main() {
        signal(SIGPIPE, SIG_IGN)
        let environment = ProcessEnvironment.variables()
        let function = environment[FunctionSettings.Variable.function.rawValue] ?? ""
        let logger = Logger(label: "customers-lambda") { _ in JSONLogHandler(function: function) }
        guard let address = environment[RuntimeAddress.variable].flatMap({ RuntimeAddress($0) }) else {
            logger.critical("\(RuntimeAddress.variable) is not HOST:PORT: Lambda or its emulator starts this program.")
            exit(badConfiguration)
        }
        do throws(RuntimeAPIFailure) {
            let api = RuntimeAPI(address, stop: TerminationSignal.descriptor())
            switch blocking({ await start(environment, logger) }) {
            case .success(let function):
                try RuntimeClient(api, logger: logger).run { await function.answer(to: $0) }
            case .failure(let failure):
                logger.critical("cannot start", metadata: ["cause": "\(failure.message)"])
                try api.failInitialization(failure)
                exit(badConfiguration)
            }
        } catch {
            logger.critical("leaving", metadata: ["cause": "\(error)"])
            exit(unavailable)
        }
    }

    private static func start(
        _ environment: [String: String], _ logger: Logger
    ) async -> Result<CustomerFunction, InvocationFailure> {
        do throws(InvocationFailure) {
            let settings = try FunctionSettings(environment: environment)
            let (store, region) = try settings.store(environment: environment)
            try await StartupCheck(store: store, region: region, logger: logger).run()
            return .success(CustomerFunction(store: store, settings: settings, logger: logger))
        } catch {
            return .failure(error)
        }
    }
}

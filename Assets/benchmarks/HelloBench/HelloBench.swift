import Hummingbird
import Logging
import NIOCore
import StandardStreams

/// The HTTP library by itself: one route that says hello, on a free port of loopback, until SIGTERM or SIGINT.
@main
struct HelloBench {
    static func main() async throws {
        let router = Router()
        router.get("hello") { _, _ in "Hello" }
        var logger = Logger(label: "hello-bench")
        logger.logLevel = .error
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                StandardStream.output.write("listening on http://127.0.0.1:\(channel.localAddress?.port ?? 0)\n")
            },
            logger: logger)
        try await application.runService()
    }
}

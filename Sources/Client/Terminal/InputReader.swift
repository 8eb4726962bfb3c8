import Dispatch
import Glibc

/// Wakes on the main queue when the terminal or a signal has something to say, and reads all that there is.
///
/// ncurses tells of a new size by a KEY_RESIZE that its reader returns once a signal has interrupted the read. Here no
/// read is ever waiting, and a dispatch source is not woken by a signal; so the signals come through a pipe of their
/// own, which also works where SIGHUP was ignored at the start (nohup).
@MainActor
final class InputReader {
    enum Arrival {
        case bytes([UInt8])
        /// Signals in the order of their arrival, each once.
        case signals([Int32])
        /// Nothing has come for ``timeoutMilliseconds``.
        case silence
        /// The terminal is gone.
        case end
    }

    /// What one batch may hold: more waits for the next.
    private static let maximumBatch = 1 << 20

    private let signals: Int32
    private var sources: [any DispatchSourceProtocol] = []
    private var keys: (any DispatchSourceProtocol)?
    private var isPaused = false
    private let silence = DispatchSource.makeTimerSource(queue: .main)
    private var handle: (Arrival) -> Void = { _ in }

    /// - Parameter signals: where signals are read from, a byte each.
    init(signals: Int32) {
        self.signals = signals
    }

    /// The silence after which `.silence` is reported, once, counted from now; `nil` for never.
    var timeoutMilliseconds: Int? {
        didSet {
            if timeoutMilliseconds == nil, oldValue == nil { return }
            silence.schedule(deadline: timeoutMilliseconds.map { .now() + .milliseconds($0) } ?? .distantFuture)
        }
    }

    func start(_ handle: @escaping (Arrival) -> Void) {
        self.handle = handle
        silence.setEventHandler { [weak self] in self?.handle(.silence) }
        silence.schedule(deadline: .distantFuture)
        silence.activate()
        observe(signals) { [weak self] in self?.readSignals() }
        keys = observe(STDIN_FILENO) { [weak self] in self?.readBytes() }
    }

    /// Leaves the keys to another program; signals are still reported.
    func pause() {
        guard !isPaused, let keys else { return }
        isPaused = true
        keys.suspend()
    }

    func resume() {
        guard isPaused else { return }
        isPaused = false
        keys?.resume()
    }

    /// After this nothing is reported. A terminal that is gone stays readable for ever, so its source must go too.
    func stop() {
        // A source that is suspended must not go.
        resume()
        for source in sources { source.cancel() }
        sources = []
        keys = nil
        silence.cancel()
    }

    @discardableResult
    private func observe(
        _ descriptor: Int32, _ handle: @escaping @MainActor () -> Void
    ) -> any DispatchSourceProtocol {
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        source.setEventHandler { MainActor.assumeIsolated(handle) }
        source.activate()
        sources.append(source)
        return source
    }

    private func readSignals() {
        var numbers: [Int32] = []
        for byte in Self.readAll(signals).bytes where !numbers.contains(Int32(byte)) { numbers.append(Int32(byte)) }
        handle(.signals(numbers))
    }

    private func readBytes() {
        let (bytes, isEnd) = Self.readAll(STDIN_FILENO)
        if !bytes.isEmpty { handle(.bytes(bytes)) }
        if isEnd { handle(.end) }
    }

    /// Reads without waiting. The descriptor stays a blocking one, because the shell shares it.
    private static func readAll(_ descriptor: Int32) -> (bytes: [UInt8], isEnd: Bool) {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < maximumBatch {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 0) > 0 else { return (bytes, false) }
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                return (bytes, true)
            }
        }
        return (bytes, false)
    }
}

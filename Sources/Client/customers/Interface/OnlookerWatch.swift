/// Asks how many terminals show the screen, one question at a time.
@MainActor
final class OnlookerWatch {
    /// Is told how many there are.
    var report: (Int) -> Void = { _ in }

    /// Where the interface runs, when others can look on there.
    private let tmux: TmuxSession?
    private var looking: Task<Void, Never>?
    private var looksAgain = false

    /// - Parameter tmux: is asked; `nil` for nobody.
    init(_ tmux: TmuxSession?) {
        self.tmux = tmux
    }

    /// Asks, and once more when it may have changed meanwhile.
    func look() {
        guard let tmux else { return }
        looksAgain = looking != nil
        guard !looksAgain else { return }
        looking = Task { [weak self] in
            let count = await tmux.terminalCount()
            guard !Task.isCancelled else { return }
            self?.seen(count)
        }
    }

    func stop() { looking?.cancel() }

    private func seen(_ count: Int?) {
        looking = nil
        if let count { report(count) }
        if looksAgain { look() }
    }
}

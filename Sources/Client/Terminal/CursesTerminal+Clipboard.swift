import Dispatch
import FoundationEssentials

extension CursesTerminal {
    /// What became of a text that was to be copied.
    package enum CopyOutcome: Hashable, Sendable {
        /// On its way. Whether the terminal took it, it does not say.
        case sent
        /// More than terminals take.
        case tooLong
        /// This terminal has no clipboard.
        case unsupported
    }

    /// What xterm takes at most, in base64.
    package nonisolated static let maximumCopiedBytes = 74_994

    /// Copies to the clipboard of the user's own machine, also through SSH: by tmux where it runs, else by OSC 52
    /// (xterm control sequences, "Manipulate Selection Data"). The clipboard is never read.
    package func copyToClipboard(_ text: String) -> CopyOutcome {
        let encoded = Data(text.utf8).base64EncodedString()
        guard encoded.utf8.count <= Self.maximumCopiedBytes else { return .tooLong }
        let sequence = Array("\u{1B}]52;c;\(encoded)\u{07}".utf8)
        if options.isInsideTmux, let tmux = TmuxBuffer(Array(text.utf8)) {
            DispatchQueue.global().async {
                guard !tmux.hasTaken() else { return }
                DispatchQueue.main.async { self.write(sequence) }
            }
            return .sent
        }
        // The console and the VT series would show the sequence as text.
        guard !["linux", "vt", "ansi", "sun"].contains(where: description.type.hasPrefix) else { return .unsupported }
        write(sequence)
        return .sent
    }
}

import Foundation
import TestSupport

/// A person at the keys of the interface, who looks before they go on.
protocol Typist: Sendable {
    var client: Pseudoterminal { get }
}

extension Typist {
    func types(_ keys: String) async { await client.send(keys) }

    func sees(_ texts: String...) async throws {
        try await sees(texts.joined(separator: " … ")) { screen in texts.allSatisfy { screen.contains($0) } }
    }

    func sees(
        _ what: String, seconds: Double = 20, _ isThere: @escaping @Sendable (VirtualScreen) -> Bool
    ) async throws {
        try await client.wait(for: what, seconds: seconds, isThere)
    }
}

extension VirtualScreen {
    /// Whether the status line begins so.
    func reports(_ text: String) -> Bool { lines[rows - 2].hasPrefix(" " + text) }

    /// Whether the details have the keys and are those of somebody.
    func showsDetails(of name: String) -> Bool {
        contains("Esc back")
            && lines.contains { line in
                guard let label = line.range(of: "Name     ") else { return false }
                return line[label.upperBound...].hasPrefix(name)
            }
    }
}

import Foundation
import TestSupport

/// The client in a terminal that yasr, a screen reader for the console, reads aloud; its synthesizer writes a log.
struct SpokenScreen {
    let client: Pseudoterminal
    private let log: String

    /// Every key goes to the program, and only what is written is read: where the cursor is between two pieces of a frame
    /// depends on how they arrive.
    private static let configuration = """
        [options]
        cursor tracking=off
        synthesizer=emacspeak server
        synthesizer port=|HOME/synthesizer
        key echo=off
        [dict]
        @=at
        *=star
        """

    private static let start = #"""
        printf '#!/bin/sh\nexec cat >> "$HOME/speech"\n' > "$HOME/synthesizer"
        chmod +x "$HOME/synthesizer"
        printf '%s\n' "$CONFIGURATION" | sed "s:HOME:$HOME:" > "$HOME/yasr.conf"
        exec yasr -C "$HOME/yasr.conf" "$PROGRAM"
        """#

    /// Starts reader and client on an API, waits for the list, and performs `body`.
    ///
    /// - Parameter greeting: the last that is said of the first list; that the API is there comes behind it.
    static func on(_ url: String, greeting: String, _ body: (SpokenScreen) async throws -> Void) async throws {
        try await TerminalFixture.on(
            url, environment: ["TERM": "linux", "CONFIGURATION": configuration], command: ["/bin/sh", "-c", start]
        ) { fixture in
            let screen = SpokenScreen(client: fixture.client, log: fixture.folder + "/speech")
            try await screen.client.wait(forText: "● online", seconds: 30)
            try await screen.wait(for: Speech("… | \(greeting) | …"), "The start", since: 0)
            try await body(screen)
        }
    }

    /// Presses the keys of a transcript, and waits after each for what stands beside it.
    func perform(_ transcript: String) async throws {
        for line in Transcript(transcript).lines {
            for (index, key) in line.keys.enumerated() {
                let before = said.count
                await client.send(key)
                let speech = index == line.keys.count - 1 ? line.speech : .nothing
                try await wait(for: speech, line.text, since: before)
            }
        }
    }

    /// Performs what is answered by something from outside, and waits until that has been said to its end, so that none of it
    /// is heard as an answer to the next key.
    ///
    /// - Parameter speech: what is said, as beside a key in a transcript.
    func listen(for speech: String, _ body: () async throws -> Void) async throws {
        let before = said.count
        try await body()
        try await wait(for: Speech(speech), speech, since: before)
    }

    /// Waits until just that was said, and nothing follows.
    private func wait(for speech: Speech, _ line: String, since before: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        let quiet = speech.dependsOnNetwork ? Self.longQuiet : Self.quiet
        var (count, quietLooks) = (before, 0)
        while quietLooks < quiet || !speech.isMet(by: Array(said.dropFirst(before))) {
            guard ContinuousClock.now < deadline else {
                throw SaidOtherwise(
                    line: line, said: Array(said.dropFirst(before)), screen: await client.screen.lines)
            }
            try await Task.sleep(for: .milliseconds(30))
            quietLooks = said.count == count ? quietLooks + 1 : 0
            count = said.count
        }
    }

    /// A key counts as answered when nothing was added so often in a row; what a server answers may take its time.
    private static let (quiet, longQuiet) = (5, 30)

    /// What the synthesizer has been given to say, blanks left out.
    var said: [String] {
        let text = String(decoding: (try? Data(contentsOf: URL(filePath: log))) ?? Data(), as: UTF8.self)
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            guard line.hasPrefix("q {"), line.hasSuffix("}") else { return nil }
            let words = line.dropFirst(3).dropLast().split(separator: " ").joined(separator: " ")
            return words.isEmpty ? nil : words
        }
    }
}

/// A line of a transcript, and what was said instead.
private struct SaidOtherwise: Error, CustomStringConvertible {
    let line: String
    let said: [String]
    let screen: [String]

    var description: String {
        "Expected \(line)\nbut heard \(said.joined(separator: " | "))\nThe screen:\n\(screen.joined(separator: "\n"))"
    }
}

import Domain
import Files
import Glibc
import Screen
import StandardStreams
import SystemPackage
import Transfer
package import Wording

/// Where a command's result goes: nothing in it that a terminal could obey, and JSON of the same value. CSV and vCard are for
/// programs, which have no other way to say a value: into a pipe or a file they are exact.
package struct StandardOutput: Sendable {
    /// The terminal's width; `nil` when standard output is not a terminal.
    let columns: Int?
    /// Whether what is written tells of something that was saved, and stays so.
    private let isSaved: Bool

    /// Writes to standard output; `isSaved` says in a failure's message that what was asked for is done all the same.
    package init(isSaved: Bool = false) {
        self.isSaved = isSaved
        columns = isatty(STDOUT_FILENO) == 1 ? Self.terminalColumns(STDOUT_FILENO) : nil
    }

    var isTerminal: Bool { columns != nil }

    /// Writes text of our own making.
    package func write(_ text: String) throws(CommandFailure) {
        do throws(Errno) {
            try Descriptor.write(text.utf8, to: STDOUT_FILENO)
        } catch {
            if error == .brokenPipe { Self.endAsOthersDo() }
            let start = isSaved ? "Saved, but cannot" : "Cannot"
            throw CommandFailure(.inputOutput, "\(start) write to standard output: \(error).")
        }
    }

    /// Writes JSON, with escapes for whatever a terminal might obey.
    func writeJSON(_ json: String) throws(CommandFailure) {
        try write(TerminalText.escaped(json: json))
    }

    /// Writes an array with a line for each of its elements.
    func writeJSON(lines: [String]) throws(CommandFailure) {
        try writeJSON("[" + lines.map { "\n" + $0 }.joined(separator: ",") + "\n]\n")
    }

    /// Writes other text of customers, with replacements for whatever a terminal might obey: it may be on the way to one through
    /// another program.
    func writeLines(_ lines: String) throws(CommandFailure) {
        try write(isTerminal ? TerminalText.harmless(lines: lines) : lines.harmlessTable)
    }

    func write(_ text: String, as format: MachineFormat) throws(CommandFailure) {
        try write(TerminalText.written(text, as: format, isTerminal: isTerminal))
    }

    /// Nobody reads any more: ends as `SIGPIPE` ends a program, without a word.
    private static func endAsOthersDo() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        exit(ExitStatus.inputOutput.rawValue)
    }

    private static func terminalColumns(_ descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}

/// Where everything goes that is not a command's result.
package enum StandardError {
    static var isTerminal: Bool { StandardStream.error.isTerminal }

    /// Writes a message as one line, whatever stands in it; a failure is ignored.
    package static func say(_ message: String) {
        StandardStream.error.say(message)
    }

    /// Writes a failure, whose further lines are its own.
    package static func say(_ failure: CommandFailure, from program: String = "") {
        StandardStream.error.write("\(program)\(failure.message)\n")
    }

    /// Writes a question, behind which the answer is typed.
    static func ask(_ question: String) {
        StandardStream.error.write(question.harmlessLine)
    }
}

extension String {
    /// ``harmlessLines``, in which tabs stay, too: for lines of our own making with tabs between values.
    var harmlessTable: String {
        split(separator: "\t", omittingEmptySubsequences: false).map(\.harmlessLines).joined(separator: "\t")
    }
}

/// Text of customers on its way to a terminal.
package enum TerminalText {
    /// What is written of a format's text: escapes say the same in JSON, but a value of CSV or vCard would be another one, so
    /// that has replacements on a terminal alone.
    static func written(_ text: String, as format: MachineFormat, isTerminal: Bool) -> String {
        switch format {
        case .json, .jsonLines: escaped(json: text)
        case .csv, .tabs, .spreadsheet: isTerminal ? harmless(lines: text) : text
        case .vCard: isTerminal ? harmless(lines: text.replacing("\r\n", with: "\n")) : text
        }
    }

    /// Controls and what turns the text's direction are replaced; line breaks stay.
    package static func harmless(lines: String) -> String {
        lines.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { DisplayText.safe(String($0)) }.joined(separator: "\n")
    }

    /// The same JSON value, every invisible scalar in it as `\uXXXX`; outside strings JSON has none but line breaks.
    static func escaped(json: String) -> String {
        if json.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == UInt8(ascii: "\n") }) { return json }
        guard json.unicodeScalars.contains(where: isInvisible) else { return json }
        return json.unicodeScalars.reduce(into: "") { text, scalar in
            guard isInvisible(scalar) else { return text.unicodeScalars.append(scalar) }
            for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if (0x20..<0x7F).contains(scalar.value) || scalar == "\n" { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }
}

import Domain
import Glibc
import Wording

/// Questions to the person at the terminal; one who ends the input says no to everything.
struct Dialogue {
    /// What is said to have been left undone when the input ends, without a full stop.
    var undone = "Nothing was written"

    /// Whether there is somebody who can read a question and answer it.
    static var isPossible: Bool { isatty(STDIN_FILENO) == 1 && StandardError.isTerminal }

    /// Says what was not done where a question cannot be answered, and `--yes` has not answered it beforehand.
    static func requireSomebody(unless yes: Bool, _ undone: String) throws(CommandFailure) {
        guard yes || isatty(STDIN_FILENO) == 1 else {
            throw CommandFailure(
                .usage, "\(undone): standard input is not a terminal, so there is nobody to ask. Add --yes.")
        }
    }

    /// Asks until the answer can be used.
    ///
    /// - Parameters:
    ///   - standard: what an empty answer means; without one it is no answer.
    ///   - read: makes something of an answer, or says what is wrong with it.
    func ask<Value>(
        _ question: String, standard: String? = nil, _ read: (String) throws(CommandFailure) -> Value
    ) throws(CommandFailure) -> Value {
        while true {
            let answer = try answer(to: "\(question)\(standard.map { " [\($0)]" } ?? ""): ")
            guard let answer = answer.isEmpty ? standard : answer else { continue }
            do throws(CommandFailure) {
                return try read(answer)
            } catch {
                StandardError.say(error)
            }
        }
    }

    /// - Parameter standard: what an empty answer means.
    func confirms(_ question: String, standard: Bool) throws(CommandFailure) -> Bool {
        let answer = try answer(to: "\(question) [\(standard ? "Y/n" : "y/N")] ").lowercased()
        return answer.isEmpty ? standard : ["y", "yes"].contains(answer)
    }

    /// - Throws: ``ExitStatus/declined`` unless the person agrees.
    func requireAgreement(to question: String) throws(CommandFailure) {
        guard try confirms(question, standard: false) else { throw CommandFailure(.declined, "\(undone).") }
    }

    /// - Parameter question: with the blank behind it.
    func answer(to question: String) throws(CommandFailure) -> String {
        StandardError.ask(question)
        guard let answer = readLine() else { throw CommandFailure(.declined, "\(undone).") }
        return answer.trimmed
    }
}

import Domain
import Panes
import Terminal

/// The person's editor: VISUAL, else EDITOR, else vi or nano.
@MainActor
struct TextEditor {
    /// Where the files go that it is given; `nil` when there is no place.
    let directory: String?
    let environment: [String: String]

    /// - Returns: the program and its arguments, and how it is named when it fails.
    func command() throws(EditorFile.Failure) -> (argv: [String], name: String) {
        for variable in ["VISUAL", "EDITOR"] {
            let words = (environment[variable] ?? "").split(separator: " ").map(String.init)
            if let program = words.first { return (words, "\(program) (\(variable))") }
        }
        let path = environment["PATH"] ?? "/usr/bin:/bin"
        for program in ["vi", "nano"] where (try? ProgramLookup.path(of: program, in: path)) != nil {
            return ([program], program)
        }
        throw EditorFile.Failure(message: "there is neither vi nor nano here; set VISUAL or EDITOR to an editor.")
    }

    /// Lends the terminal to it, and says what has become of the text.
    func edit(
        _ request: EditorRequest, on terminal: CursesTerminal, _ finish: @escaping @MainActor (EditorResult) -> Void
    ) {
        do throws(EditorFile.Failure) {
            guard let directory else { throw EditorFile.Failure(message: "there is no place for its file.") }
            let (argv, name) = try command()
            let file = try EditorFile(request.text, name: request.target.name, in: directory)
            terminal.lend(to: argv + [file.path]) { status in
                finish(EditorResult(request, Self.outcome(of: file, status, name)))
                file.remove()
            }
        } catch {
            finish(EditorResult(request, .failed(error.message)))
        }
    }

    private static func outcome(of file: EditorFile, _ status: Int32, _ name: String) -> EditorResult.Outcome {
        switch status {
        case 0: break
        case 127: return .failed("\(name) cannot be started.")
        default: return .failed("\(name) ended with status \(status).")
        }
        do throws(EditorFile.Failure) {
            return .written(try file.read())
        } catch {
            return .failed(error.message)
        }
    }
}

import Domain
import FoundationEssentials
import Panes
import Settings
import Transfer
import Wording

extension FileContents {
    /// Writes a new file that its owner alone can read, and that is there only when it is complete.
    ///
    /// - Returns: why there is none, for people; `nil` when it is there.
    @concurrent nonisolated func write(to path: String) async -> String? {
        do {
            let texts = texts(for: path)
            let place = Directories(environment: ProcessInfo.processInfo.environment).expandingHome(path)
            try await NewFile.writing(place, replaces: false) { file in
                for text in texts { try file.write(text) }
            }
            return nil
        } catch let failure as CommandFailure {
            return failure.message
        } catch {
            return "\(path) cannot be written: \(error). Name another one."
        }
    }

    /// The file in pieces.
    private func texts(for path: String) -> [String] {
        switch self {
        case .report(let columns, let rows): return [ReportText.text(columns, rows, as: FileEnding(of: path))]
        case .customers(let customers):
            let format = FileEnding(of: path).map { MachineFormat($0) } ?? .jsonLines
            return [format.opening]
                + customers.enumerated().map { format.text($0.element, isFirst: $0.offset == 0) } + [format.closing]
        }
    }
}

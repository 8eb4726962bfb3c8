import ArgumentParser
import Domain
import FoundationEssentials
import Settings
import Wire
import Wording

/// `--view`, with what it stands for.
struct ViewOption: ParsableArguments {
    @Option(
        name: .customLong("view"),
        help: ArgumentHelp(
            "A saved view: its filter; for a list its order and columns, too, unless others are given.",
            valueName: "name"))
    var name: String?

    /// The view of this name; `nil` when none was asked for.
    ///
    /// - Throws: ``CommandFailure`` with the nearest name, or what is wrong with the file of views.
    func view(_ options: GlobalOptions) throws -> SavedView? {
        guard let name else { return nil }
        let environment = ProcessInfo.processInfo.environment
        let settings = try options.settings(environment)
        let views: [SavedView]
        do throws(SettingsFailure) {
            views = try SavedViewsFile(Directories(environment: environment), settings)?.all() ?? settings.views
        } catch {
            throw CommandFailure(.configuration, error.message)
        }
        if let view = views.first(where: { $0.name == name }) { return view }
        let names = views.map(\.name)
        let nearest = Suggestion.closest(to: name, among: names).map { "; did you mean \($0)?" } ?? "."
        let listed =
            names.isEmpty ? " :save NAME in the program saves one." : " Valid: \(names.joined(separator: ", "))."
        throw CommandFailure(.usage, "There is no view \"\(name)\"\(nearest)\(listed)")
    }
}

extension SavedView {
    /// The columns that it has for a table; `nil` when it has none of its own.
    ///
    /// - Throws: ``CommandFailure`` for one that there is not.
    func tableColumns() throws(CommandFailure) -> ListColumns? {
        guard !columns.isEmpty else { return nil }
        do throws(UnknownListColumn) {
            return try ListColumns(exactly: columns)
        } catch {
            let place = place.map { "\($0): " } ?? ""
            throw CommandFailure(.configuration, "\(place)view \(name): \(error.message)")
        }
    }

    /// The order that the API has for it.
    ///
    /// - Throws: ``CommandFailure`` for one that only the interface has, or that there is not.
    func serverSort() throws(CommandFailure) -> ListQuery.Sort? {
        guard let sort else { return nil }
        if let order = ListQuery.Sort(rawValue: sort.lowercased()) { return order }
        let place = place.map { "\($0): " } ?? ""
        throw CommandFailure(
            .configuration,
            "\(place)view \(name) is in the order \"\(sort)\", which list does not have; give another with --sort.")
    }
}

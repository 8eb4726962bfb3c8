import Disks
package import Domain
import Files
import SystemPackage

/// The views that the program has saved itself, in a file of its own beside the configuration.
///
/// The configuration is the person's: it has comments and an order of its own, may be a link into a repository, or be
/// written by a machine. So the program rewrites this one alone, and what the configuration says of a name comes first.
package struct SavedViewsFile: Hashable, Sendable {
    /// Where it is, beside the configuration.
    package let path: String
    /// The views of the configuration, which are not to be replaced.
    private let written: [SavedView]

    /// More than anybody chooses from.
    private static let maximumViews = 200

    /// - Parameter settings: whose views come first; `nil` when there is no place for a file.
    package init?(_ directories: Directories, _ settings: ClientSettings) {
        guard let config = directories.config else { return nil }
        path = config + "/views.toml"
        written = settings.views
    }

    /// The configuration's views and those of this file, each in the order of their names.
    ///
    /// - Throws: what is wrong with the file, by its name and line.
    package func all() throws(SettingsFailure) -> [SavedView] {
        let names = Set(written.map(\.name))
        return written + (try read().views.filter { !names.contains($0.name) })
    }

    private func read() throws(SettingsFailure) -> (text: String?, views: [SavedView]) {
        guard let text = try ConfigFile.ownText(path) else { return (nil, []) }
        let root = try ConfigTable(path: path, text: text)
        try root.checkKeys(["views"])
        return (text, try SavedView.all(in: root, isOwn: true).values.sorted { $0.name < $1.name })
    }

    /// Keeps a view, in place of one of the same name; the file is there as it was or as it will be.
    ///
    /// - Returns: all views there are then.
    /// - Throws: ``SavedViewFailure``, also when the file is broken: what it has is not thrown away.
    package func save(_ view: SavedView) throws(SavedViewFailure) -> [SavedView] {
        guard SavedView.isName(view.name) else { throw .badName(view.name) }
        if let place = written.first(where: { $0.name == view.name })?.place { throw .written(view.name, place) }
        let (text, views) = try checked { () throws(SettingsFailure) in try read() }
        let kept = views.filter { $0.name != view.name } + [view]
        guard kept.count <= Self.maximumViews else { throw .tooMany(path, Self.maximumViews) }
        do throws(ConfigWriteFailure) {
            try replace(text, with: kept.sorted { $0.name < $1.name })
        } catch {
            throw .notWritten(error)
        }
        return try checked { () throws(SettingsFailure) in try all() }
    }

    private func checked<Value>(_ read: () throws(SettingsFailure) -> Value) throws(SavedViewFailure) -> Value {
        do throws(SettingsFailure) {
            return try read()
        } catch {
            throw .broken(error)
        }
    }

    /// - Parameter before: what the file has to be still; `nil` for no file.
    private func replace(_ before: String?, with views: [SavedView]) throws(ConfigWriteFailure) {
        let head = "# Written by :save in the program. Views in config.toml go before those of the same name here.\n"
        let text = views.reduce(into: head) { $0 += "\n" + $1.table }
        do throws(FileFailure) {
            try SystemDisk().makeDirectories(PathText.directory(of: path))
        } catch {
            throw .refused(error.path, error.code)
        }
        do throws(Errno) {
            try ReplacedFile.write(text.utf8, to: path, isNew: before == nil) { () throws(Errno) in
                guard before == nil || (try? ConfigFile.ownText(path)) == before else { throw .fileExists }
            }
        } catch {
            throw error == .fileExists ? .changedMeanwhile(path) : .refused(path, error)
        }
    }
}

/// Why a view was not saved.
package enum SavedViewFailure: Error, Hashable, Sendable {
    case badName(String)
    /// A person has written a view of this name, and where.
    case written(String, String)
    case broken(SettingsFailure)
    case tooMany(String, Int)
    case notWritten(ConfigWriteFailure)

    /// The cause and the next step.
    package var message: String {
        switch self {
        case .badName(let name): "\"\(name)\" cannot name a view; \(SavedView.nameRule)."
        case .written(let name, let place): "\(name) is written at \(place); change it there, or take another name."
        case .broken(let failure): "Not saved: \(failure.message)"
        case .tooMany(let path, let maximum): "\(path) has \(maximum) views, and no room for more; remove some."
        case .notWritten(let failure): failure.message
        }
    }
}

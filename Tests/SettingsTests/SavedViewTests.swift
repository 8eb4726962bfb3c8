import Domain
import Foundation
import Testing

@testable import Settings

@Suite("Saved views, in the configuration and in a file of the program's own")
struct SavedViewTests {
    /// A home of its own with a configuration in it.
    private func home(_ config: String = "") throws -> Directories {
        let path = FileManager.default.temporaryDirectory.appending(path: "views-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path + "/customers", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if !config.isEmpty { try Data(config.utf8).write(to: URL(filePath: path + "/customers/config.toml")) }
        return Directories(environment: ["XDG_CONFIG_HOME": path, "HOME": path])
    }

    private func file(_ directories: Directories) throws -> SavedViewsFile {
        let settings = try ClientSettings.resolve(
            file: try ConfigFile.own(directories), environment: [:], flags: SettingsFlags())
        return try #require(SavedViewsFile(directories, settings))
    }

    private static let config = """
        # mine
        [views.vips]
        filter = "tag:vip"
        sort = "-name"
        columns = ["name", "phone"]
        """

    @Test("The configuration's views are read with where they are")
    func configured() throws {
        let directories = try home(Self.config)
        let place = (directories.configFile ?? "") + ":2"
        #expect(
            try file(directories).all() == [
                SavedView(name: "vips", filter: "tag:vip", sort: "-name", columns: ["name", "phone"], place: place)
            ])
    }

    @Test(
        "A view that is saved is there the next time, in a file for the person alone; the configuration stays as it is")
    func saved() throws {
        let directories = try home(Self.config)
        let view = SavedView(name: "odd-1", filter: "\"a \\ b\" ü\t", sort: "name", columns: ["name"])
        #expect(try file(directories).save(view).map(\.name) == ["vips", "odd-1"])
        #expect(try file(directories).all().last == view)
        let changed = SavedView(name: "odd-1", filter: "x")
        #expect(try file(directories).save(changed).last == changed)
        #expect(try file(directories).all().count == 2)
        let path = try file(directories).path
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions == 0o600)
        #expect(try String(contentsOfFile: directories.configFile ?? "", encoding: .utf8) == Self.config)
    }

    @Test("What a person has written is not replaced, and it is said where that is")
    func written() throws {
        let directories = try home(Self.config)
        let file = try file(directories)
        #expect(throws: SavedViewFailure.written("vips", (directories.configFile ?? "") + ":2")) {
            try file.save(SavedView(name: "vips"))
        }
        #expect(throws: SavedViewFailure.badName("a b")) { try file.save(SavedView(name: "a b")) }
    }

    @Test("A broken file is named with its line, and nothing in it is thrown away")
    func broken() throws {
        let directories = try home()
        let file = try file(directories)
        let text = "[views.a]\nfilter = \"x\"\nfliter = 1\n"
        try Data(text.utf8).write(to: URL(filePath: file.path))
        #expect(throws: SettingsFailure.self) { try file.all() }
        do throws(SavedViewFailure) {
            _ = try file.save(SavedView(name: "b"))
            Issue.record("it was saved")
        } catch {
            #expect(error.message.contains("views.toml:3") && error.message.contains("did you mean filter?"))
        }
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == text)
    }

    @Test(
        "A mistake in the configuration's views is named with its line",
        arguments: [
            ("[views.\"a b\"]\nfilter = \"x\"", "config.toml:1: \"a b\" cannot name a view"),
            ("[views.a]\nfilter = 3", "config.toml:2: filter takes a string"),
            ("[views.a]\nsorted = \"x\"", "config.toml:2: sorted is not a key in [views.a]"),
            ("[views.a]\ncolumns = [1]", "config.toml:2: columns takes strings only"),
        ])
    func mistakes(_ config: String, _ message: String) throws {
        let directories = try home(config)
        do {
            _ = try file(directories)
            Issue.record("it was taken")
        } catch let failure as SettingsFailure {
            #expect(failure.message.contains(message), "\(failure.message)")
        }
    }
}

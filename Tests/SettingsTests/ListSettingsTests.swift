import Domain
import Testing

@testable import Settings

@Suite("Settings of the list")
struct ListSettingsTests {
    @Test("Columns are those of the profile, else of all profiles, else the usual ones")
    func columns() throws {
        let text = """
            columns = ["name", "company"]
            [profiles.default]
            columns = ["phone", "name", "changed"]
            [profiles.lab]
            """
        #expect(try resolve(text).columns.words == ["phone", "name", "changed"])
        #expect(try resolve(text, flags: SettingsFlags(profile: "lab")).columns.words == ["name", "company"])
        #expect(try resolve("").columns == .standard)
    }

    @Test("The person's columns count before the host's, the host's profile before the person's word for all")
    func host() throws {
        let host = "columns = [\"id\"]\n[profiles.default]\nhistory = true"
        #expect(try resolve("columns = [\"version\"]", overHost: host).columns.words == ["name", "version"])
        #expect(try resolve(nil, overHost: host).columns.words == ["name", "id"])
        #expect(try resolve("history = false", overHost: host).keepsSearches)
    }

    @Test("A column that there is not is named with its line, the nearest and all that there are")
    func unknown() {
        let said = complaint("[profiles.default]\ncolumns = [\"name\",\n  \"compny\"]")
        #expect(
            said.hasPrefix("\(configPath):2: columns cannot be \"compny\"; did you mean company? Valid: name, email,"))
        #expect(said.hasSuffix("registered, created, changed, by, version, id."))
        #expect(complaint("columns = []").contains(":1: columns is empty"))
        #expect(complaint("columns = 3").contains(":1: columns takes a string or an array of strings"))
    }

    @Test("What was searched for is kept on disk only when that is said")
    func history() throws {
        #expect(try !resolve("").keepsSearches)
        #expect(try resolve("history = true").keepsSearches)
        #expect(try !resolve("history = true\n[profiles.default]\nhistory = false").keepsSearches)
        #expect(complaint("history = 1").contains("history takes true or false"))
    }
}

import Domain
import Testing

@testable import Settings

@Suite("The zone of the days")
struct LocalZoneTests {
    @Test("A zone that is not on this machine is said, with what to do; without one nothing is")
    func remark() {
        var settings = ClientSettings()
        #expect(LocalZone(settings) { _ in nil }.remark == nil)
        settings.timeZone = "UTC"
        #expect(LocalZone(settings) { _ in nil }.remark == nil)
        settings.timeZone = "Europe/Berlin"
        var asked: [String] = []
        let zone = LocalZone(settings) { path in
            asked.append(path)
            return nil
        }
        #expect(asked == ["/usr/share/zoneinfo/Europe/Berlin"])
        #expect(zone.rules == .utc)
        #expect(zone.remark?.contains("Europe/Berlin") == true && zone.remark?.contains("time_zone") == true)
    }

    @Test("Names are those of the database, and no path out of it")
    func names() {
        for name in ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"] {
            #expect(LocalZone.isName(name), "\(name)")
        }
        let long = String(repeating: "a", count: 65)
        for name in ["", "/etc/passwd", "../secret", "Europe/../../x", "Europe//Berlin", "a b", "a\u{0}", long] {
            #expect(!LocalZone.isName(name), "\(name.debugDescription)")
        }
        #expect(throws: SettingsFailure.self) { try resolve("[profiles.default]\ntime_zone = \"../x\"") }
    }
}

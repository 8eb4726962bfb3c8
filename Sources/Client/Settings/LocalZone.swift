package import Domain
import Files

/// Where the days of filters and orders begin: `time_zone` of the configuration, or else the system's zone.
package struct LocalZone: Sendable {
    /// The zone's clocks; those of UTC where the zone is not on this machine.
    package let rules: TimeZoneRules
    /// What is to be said when it is not the one that was asked for.
    package let remark: String?

    private static let systemZone = "/etc/localtime"
    private static let database = "/usr/share/zoneinfo/"

    /// - Parameter read: the bytes of a file; `nil` where it is not there.
    package init(_ settings: ClientSettings, read: (_ path: String) -> [UInt8]? = Self.read) {
        guard let name = settings.timeZone else {
            rules = read(Self.systemZone).flatMap { TimeZoneRules(zoneFile: $0) } ?? .utc
            remark = nil
            return
        }
        let isUTC = name == "UTC"
        let found = isUTC ? .utc : read(Self.database + name).flatMap { TimeZoneRules(zoneFile: $0) }
        rules = found ?? .utc
        remark =
            found == nil
            ? "The time zone \(name) is not on this machine (\(Self.database)), so days are UTC's. Install tzdata, "
                + "or set time_zone to a zone that is there." : nil
    }

    /// Whether a name can be one of the database's: `Europe/Berlin`, and no path out of it.
    static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return name.utf8.count <= 64
            && parts.allSatisfy { part in part.first?.isLetter ?? false && part.utf8.allSatisfy(isOfName) }
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "+", "-": true
        default: false
        }
    }

    /// The bytes of a file that root or this user alone can write; `nil` for another, or none.
    package static func read(_ path: String) -> [UInt8]? {
        try? TrustedFile.read(path, .configuration, limitBytes: TimeZoneRules.maximumBytes)
    }
}

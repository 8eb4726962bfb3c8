/// The body of `GET /api/whoami`: who asks, as the server sees it.
package struct CallerJSON: Hashable, Sendable, Encodable {
    /// `nil` for somebody whom the server knows by no name.
    package let name: String?
    /// `reader`, `agent`, `exporter`, `admin`, or one that only a later server knows.
    package let role: String
    /// What the role lets one do; what only a later server knows is left out.
    package let may: [Permission]

    package init(name: String?, role: String, may: [Permission]) {
        self.name = name
        self.role = role
        self.may = may
    }

    private enum Member: String, CodingKey {
        case name, role, may
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Member.self)
        try members.encode(name, forKey: .name)
        try members.encode(role, forKey: .role)
        try members.encode(may, forKey: .may)
    }
}

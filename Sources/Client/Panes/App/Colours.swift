package import Screen

/// What is coloured, and how; everything that a colour says a sign or a word says, too.
package struct Colours: Hashable, Sendable {
    private var own: [Role: Style.Colour] = [:]

    /// The places of the interface that have a colour, by the names of the `[colours]` table.
    package enum Role: String, CaseIterable, Sendable {
        case online, offline, success, warning, error
    }

    /// The default colours.
    package static let standard = Colours()

    private init() {}

    /// The default colours but for some roles: `["error": "magenta"]`.
    ///
    /// - Throws: ``ColoursFailure``, which names the mistake and what would do.
    package init(remapping own: [String: String]) throws(ColoursFailure) {
        for (name, colour) in own.sorted(by: { $0.key < $1.key }) {
            guard let role = Role(rawValue: name) else { throw .unknownRole(name) }
            guard let colour = Style.Colour(rawValue: colour) else { throw .unknownColour(colour, role) }
            self.own[role] = colour
        }
    }

    package subscript(role: Role) -> Style.Colour {
        own[role] ?? role.standard
    }
}

extension Colours.Role {
    fileprivate var standard: Style.Colour {
        switch self {
        case .online, .success: .green
        case .warning: .yellow
        case .offline, .error: .red
        }
    }
}

/// Why a `[colours]` table cannot be used.
package enum ColoursFailure: Error, Hashable, Sendable {
    case unknownRole(String)
    case unknownColour(String, Colours.Role)

    /// What should have been coloured, by the name of the `[colours]` table.
    package var role: String {
        switch self {
        case .unknownRole(let name): name
        case .unknownColour(_, let role): role.rawValue
        }
    }

    /// The mistake and what would be right.
    package var message: String {
        switch self {
        case .unknownRole(let name):
            "[colours] has no \"\(name)\"; there are \(Colours.Role.allCases.map(\.rawValue).joined(separator: ", "))."
        case .unknownColour(let name, let role):
            "[colours] \(role.rawValue): \"\(name)\" is not a colour; there are "
                + Style.Colour.allCases.map(\.rawValue).joined(separator: ", ") + "."
        }
    }
}

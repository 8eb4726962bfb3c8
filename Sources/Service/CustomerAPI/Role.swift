package import Wire

/// What the operator trusts a caller with: each role may do what those before it may.
package enum Role: String, CaseIterable, Sendable {
    case reader
    case agent
    case exporter
    case admin

    /// In the order of their declaration.
    package var permissions: [Permission] {
        Permission.allCases.filter { $0.role <= self }
    }

    package func may(_ permission: Permission) -> Bool {
        permission.role <= self
    }
}

extension Role: Comparable {
    package static func < (left: Role, right: Role) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .reader: 0
        case .agent: 1
        case .exporter: 2
        case .admin: 3
        }
    }
}

extension Permission {
    /// The least role that has it: the one declaration of who may do what.
    package var role: Role {
        switch self {
        case .read: .reader
        case .write, .follow: .agent
        case .export: .exporter
        case .erase, .audit: .admin
        }
    }
}

import Glibc

/// Whose a file has to be, and how closed, so that this program keeps what is in it secret or does as it says.
///
/// What is judged is an open file, or one in a directory in which nobody else can put another in its place.
package struct FileRule: Hashable, Sendable {
    /// The users whose files are trusted.
    private let owners: Set<UInt32>
    /// The permissions that the file must not have.
    private let forbidden: UInt32
    private let links: Links

    /// Symbolic links at the end of a path; those before it are followed where root or a trusted user has made them.
    package enum Links: Hashable, Sendable {
        case refused
        /// Those that a trusted user has made, as certbot and Kubernetes do.
        case followed
    }

    /// For tokens and keys: root's or this user's, and open to nobody else.
    ///
    /// - Parameter other: whose they may be besides, as for root, who looks after others' files.
    package static func secret(links: Links = .followed, alsoOf other: UInt32? = nil) -> FileRule {
        FileRule(owners: [0, geteuid(), other ?? 0], forbidden: 0o077, links: links)
    }

    /// For what this program writes itself: this user's, open to nobody else, and behind no link.
    package static let own = FileRule(owners: [geteuid()], forbidden: 0o077, links: .refused)

    /// For what is obeyed: root's or this user's, and for nobody else to write.
    package static let configuration = FileRule(owners: [0, geteuid()], forbidden: 0o022, links: .followed)

    /// For what is obeyed by everybody on a host: one user's alone to write.
    package static func hostConfiguration(of administrator: UInt32) -> FileRule {
        FileRule(owners: [administrator], forbidden: 0o022, links: .followed)
    }

    /// - Returns: what is wrong with a file of this status; `nil` for nothing.
    package func refusal(of status: FileStatus) -> FileRefusal? {
        guard status.kind == .file else { return .notAFile }
        return accessRefusal(of: status)
    }

    /// - Returns: who else can get at a file or a directory of this status; `nil` for nobody.
    package func accessRefusal(of status: FileStatus) -> FileRefusal? {
        guard owners.contains(status.owner) else { return .foreign(owner: status.owner) }
        if status.permissions & forbidden == 0 || status.isCredential { return nil }
        return .exposed(isToRead: forbidden & 0o044 != 0)
    }

    /// - Parameter isLast: whether the link stands for the file itself, and not for a directory before it.
    /// - Returns: why a link of this status is not followed; `nil` when it is.
    func refusal(ofLink status: FileStatus, isLast: Bool) -> FileRefusal? {
        if isLast, links == .refused { return .link }
        return owners.contains(status.owner) || !isLast && status.owner == 0 ? nil : .foreign(owner: status.owner)
    }
}

extension FileStatus {
    /// Whether the file looks as systemd makes it for `LoadCredential=`: root's, with an access list that lets one user
    /// read it, which stat(2) shows as the group's permission (acl(5)). Root's group is root.
    fileprivate var isCredential: Bool { owner == 0 && group == 0 && permissions == 0o440 }
}

import Glibc

/// Who owns directories, which matters to root alone: the system refuses other users what is not theirs.
package struct DirectoryOwners: Sendable {
    /// The user that this program runs as.
    let user: UInt32
    /// The owner of the directory at a path, or of the nearest above it that exists.
    let owner: @Sendable (String) -> UInt32?

    package static let system = DirectoryOwners(user: geteuid(), owner: nearestOwner)

    init(user: UInt32, owner: @escaping @Sendable (String) -> UInt32?) {
        self.user = user
        self.owner = owner
    }

    /// Whether root would make something on the way to `path` that the owner could then neither write nor remove, as
    /// with `sudo -E` or `su` without `-`.
    func foreign(_ base: ForeignDirectory.Base, on path: String) -> ForeignDirectory? {
        guard user == 0 else { return nil }
        let owner = [base.path, path].lazy.compactMap(owner).first { $0 != 0 }
        return owner.map { ForeignDirectory(base: base, owner: $0) }
    }

    private static func nearestOwner(_ path: String) -> UInt32? {
        var path = Substring(path)
        var status = stat()
        while stat(path.isEmpty ? "/" : String(path), &status) != 0 {
            guard let slash = path.lastIndex(of: "/") else { return nil }
            path = path[..<slash]
        }
        return status.st_uid
    }
}

/// A directory of another user that the environment names.
package struct ForeignDirectory: Hashable, Sendable {
    let base: Base
    /// The owner's number.
    let owner: UInt32

    /// What the environment says.
    struct Base: Hashable, Sendable {
        let variable: String
        let path: String
    }

    /// The cause and the next step.
    package var message: String {
        "\(base.variable) is \(base.path), which belongs to user \(owner), and this runs as root: nothing is kept there, "
            + "for its owner could not change it. Run this as that user, or as root with a home of its own: sudo -H, su -."
    }
}

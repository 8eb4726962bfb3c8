import Files
import Glibc

/// Who owns directories, and whether others have a hand in them.
package struct DirectoryOwners: Sendable {
    /// The user that this program runs as.
    let user: UInt32
    /// The owner of the directory at a path, or of the nearest above it that exists.
    let owner: @Sendable (String) -> UInt32?
    /// What of the way to a path somebody else has a hand in, below the home directory where it is there.
    let flaw: @Sendable (_ path: String, _ home: String?) -> PathTrust.Flaw?

    /// As this machine has them, for the user of this process.
    package static let system = DirectoryOwners(user: geteuid(), owner: nearestOwner) {
        PathTrust().flaw(on: $0, below: $1)
    }

    init(
        user: UInt32, owner: @escaping @Sendable (String) -> UInt32?,
        flaw: @escaping @Sendable (String, String?) -> PathTrust.Flaw? = { _, _ in nil }
    ) {
        self.user = user
        self.owner = owner
        self.flaw = flaw
    }

    /// Why nothing may be made at `path`: root would make something that the owner could then neither write nor remove, as
    /// with `sudo -E` or `su` without `-`; or others could read or replace it.
    func foreign(_ base: ForeignDirectory.Base, on path: String, home: String?) -> ForeignDirectory? {
        let owner = user == 0 ? [base.path, path].lazy.compactMap(owner).first { $0 != 0 } : nil
        if let owner { return ForeignDirectory(base: base, reason: .anotherUsers(owner)) }
        return flaw(path, home).map { ForeignDirectory(base: base, reason: .openToOthers($0)) }
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

/// A directory that the environment names and in which nothing is kept, for it is not this user's alone.
package struct ForeignDirectory: Hashable, Sendable {
    let base: Base
    let reason: Reason

    enum Reason: Hashable, Sendable {
        /// - Parameter owner: the other user's number.
        case anotherUsers(_ owner: UInt32)
        case openToOthers(PathTrust.Flaw)
    }

    /// What the environment says.
    struct Base: Hashable, Sendable {
        let variable: String
        let path: String
    }

    /// The cause and the next step.
    package var message: String {
        switch reason {
        case .anotherUsers(let owner):
            "\(base.variable) is \(base.path), which belongs to user \(owner), and this runs as root: nothing is kept there, "
                + "for its owner could not change it. Run this as that user, or as root with a home of its own: sudo -H, su -."
        case .openToOthers(let flaw):
            "\(base.variable) is \(base.path), and nothing is kept there, for others have a hand in it: \(flaw.message)"
        }
    }
}

import Glibc

/// Whether what a path leads to is in nobody's hands but the reader's own and root's, as `StrictModes` of sshd_config(5) has
/// it: anyone who can write a directory on the way can put another file there.
package struct PathTrust: Sendable {
    private let user: UInt32

    package init(user: UInt32 = geteuid()) {
        self.user = user
    }

    /// A directory or a link on the way that somebody else has a hand in.
    package enum Flaw: Hashable, Sendable {
        case ownedByAnother(String)
        case writableByOthers(String)

        package var directory: String {
            switch self {
            case .ownedByAnother(let path), .writableByOthers(let path): path
            }
        }

        /// What is wrong, and what mends it.
        package var message: String {
            switch self {
            case .ownedByAnother(let path): "\(path) belongs to another user; look at it with: ls -ld \(path)"
            case .writableByOthers(let path): "others can write \(path); run: chmod go-w \(path)"
            }
        }
    }

    /// The first flaw of the directories and links that `path` goes through, as it is written and as each link leads; it is one
    /// of them when it is a directory itself. What does not exist yet is passed over.
    ///
    /// - Parameter home: what is above it is not looked at, for anyone who can change that can do as they please anyway.
    package func flaw(on path: String, below home: String?) -> Flaw? {
        Self.directories(of: path, below: home).lazy.compactMap(flaw).first ?? flaw(onTheWayOf: path, below: home)
    }

    /// Where a link leads to links, or through directories, these are nowhere in the path as it is written, nor in where it
    /// ends.
    private func flaw(onTheWayOf path: String, below home: String?) -> Flaw? {
        let realHome = home.flatMap(PathText.real)
        let inHome = home.flatMap { path.hasPrefix($0 + "/") ? path.dropFirst($0.count) : nil }
        let walk = PathWalk(inHome.map { (realHome ?? "") + $0 } ?? path)
        var flaws: [Flaw] = []
        while let step = try? walk.next() {
            switch step {
            case .directory(let directory):
                if Self.isAbove(directory, realHome) { continue }
                if let flaw = flaw(of: directory) { flaws.append(flaw) }
            case .link(let link, let status, _):
                if ![0, user].contains(status.owner) { flaws.append(.ownedByAnother(link)) }
            }
        }
        return flaws.last
    }

    private static func isAbove(_ directory: String, _ home: String?) -> Bool {
        guard let home, directory != home else { return false }
        return home.hasPrefix(directory == "/" ? directory : directory + "/")
    }

    /// The flaw of one directory, whatever is above it; `nil` for what is none.
    package func flaw(of directory: String) -> Flaw? {
        var status = stat()
        guard stat(directory, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return nil }
        guard [0, user].contains(status.st_uid) else { return .ownedByAnother(directory) }
        var others = status.st_mode & 0o022
        // A group of one's own, as many systems give everybody one, has nobody else in it. Of any other nobody can tell here: the
        // static programs read no members but those in files (nsswitch.conf(5)).
        if user != 0, status.st_gid == user, getegid() == user { others &= 0o002 }
        // Where the sticky bit is set, nobody renames what another owns (unlink(2)), and the owner is looked at.
        guard others != 0, status.st_mode & S_ISVTX == 0 else { return nil }
        return .writableByOthers(directory)
    }

    /// The path and those above it, the innermost first, to the home directory where that is one of them.
    private static func directories(of path: String, below home: String?) -> [String] {
        var directories: [String] = []
        var rest = Substring(path)
        while !rest.isEmpty {
            directories.append(String(rest))
            if String(rest) == home { return directories }
            guard let slash = rest.lastIndex(of: "/") else { break }
            rest = rest[..<slash]
        }
        return directories + ["/"]
    }
}

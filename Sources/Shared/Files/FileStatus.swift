import Glibc
package import SystemPackage

/// What stat(2) tells.
package struct FileStatus: Hashable, Sendable {
    package let identity: FileIdentity
    package let kind: Kind
    package let size: Int
    package let owner: UInt32
    package let group: UInt32
    /// The lowest nine bits.
    package let permissions: UInt32
    /// How many names the file has.
    package let names: Int

    package enum Kind: Hashable, Sendable {
        case file, directory, link, socket, other
    }

    package init(
        identity: FileIdentity, kind: Kind, size: Int, owner: UInt32, group: UInt32 = 0, permissions: UInt32,
        names: Int = 1
    ) {
        self.identity = identity
        self.kind = kind
        self.size = size
        self.owner = owner
        self.group = group
        self.permissions = permissions
        self.names = names
    }
}

extension FileStatus {
    /// Of an open file (fstat(2)).
    package init(of descriptor: Int32) throws(Errno) {
        var status = stat()
        try SystemCall.repeating { fstat(descriptor, &status) }
        self.init(status)
    }

    /// Of what a path leads to (stat(2)).
    package init(at path: String) throws(Errno) {
        var status = stat()
        try SystemCall.repeating { stat(path, &status) }
        self.init(status)
    }

    /// Of a link itself, not of what it leads to (lstat(2)).
    package init(ofLink path: String) throws(Errno) {
        var status = stat()
        try SystemCall.repeating { lstat(path, &status) }
        self.init(status)
    }

    private init(_ status: stat) {
        let kind: Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .link
            case S_IFSOCK: .socket
            default: .other
            }
        self.init(
            identity: FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)), kind: kind,
            size: Int(status.st_size), owner: status.st_uid, group: status.st_gid, permissions: status.st_mode & 0o777,
            names: Int(status.st_nlink))
    }
}

/// Tells whether two names are of one file.
package struct FileIdentity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    /// Of what a path leads to; `nil` when nothing is there.
    package init?(path: String) {
        guard let status = try? FileStatus(at: path) else { return nil }
        self = status.identity
    }
}

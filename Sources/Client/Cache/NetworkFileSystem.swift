import CFileSystem
import Glibc

/// A file system whose files are on another machine, or in the hands of another program.
///
/// The write-ahead log is shared through memory, which such a file system does not share (sqlite.org/wal.html,
/// "does not work over a network filesystem").
package enum NetworkFileSystem: UInt32, CaseIterable, Sendable {
    // The numbers are those of statfs(2) and linux/magic.h.
    case afs = 0x5346_414F
    case ceph = 0x00C3_6400
    case cifs = 0xFF53_4D42
    case coda = 0x7375_7245
    case fuse = 0x6573_5546
    case lustre = 0x0BD0_0BD0
    case ncp = 0x0000_564C
    case nfs = 0x0000_6969
    case plan9 = 0x0102_1997
    case smb = 0x0000_517B
    case smb2 = 0xFE53_4D42

    /// What `path`, or the nearest directory above it that exists, is on; `nil` for this machine's own disks.
    package static func holding(_ path: String) -> NetworkFileSystem? {
        var path = Substring(path)
        while true {
            let type = cfilesystem_type(path.isEmpty ? "/" : String(path))
            if type >= 0 { return NetworkFileSystem(rawValue: UInt32(truncatingIfNeeded: type)) }
            guard errno == ENOENT, let slash = path.lastIndex(of: "/") else { return nil }
            path = path[..<slash]
        }
    }

    /// As people call it.
    package var name: String {
        switch self {
        case .afs: "AFS"
        case .ceph: "Ceph"
        case .cifs, .smb, .smb2: "SMB"
        case .coda: "Coda"
        case .fuse: "FUSE"
        case .lustre: "Lustre"
        case .ncp: "NCP"
        case .nfs: "NFS"
        case .plan9: "9P"
        }
    }
}

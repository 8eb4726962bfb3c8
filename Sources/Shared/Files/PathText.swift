import Glibc

/// The halves of a path, as it is written.
package enum PathText {
    /// `.` for a bare name.
    package static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// What stands behind the last slash.
    package static func name(of path: String) -> String {
        String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    }

    /// Without links, `.` and `..`; `nil` when it leads nowhere, for which `errno` has the reason.
    package static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Where a file is or would be, without links on the way; as it is written where even its directory is not there.
    package static func place(of path: String) -> String {
        if let real = real(path) { return real }
        guard let directory = real(directory(of: path)) else { return path }
        return (directory == "/" ? "" : directory) + "/" + name(of: path)
    }
}

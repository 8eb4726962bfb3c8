import Domain
import Files
import SQLiteStore

/// The files that the options of a server name, and those that the program keeps beside them.
///
/// What is written has a file of its own: lines of a log in the database, or in its write-ahead log, would be its end.
struct NamedFiles {
    private var owners: [Place: Owner] = [:]

    /// A file by what it is, whatever its names; by its path while it is not there.
    private enum Place: Hashable {
        case file(FileIdentity)
        case name(String)

        init(_ path: String) {
            let place = PathText.place(of: path)
            self = FileIdentity(path: place).map { .file($0) } ?? .name(place)
        }
    }

    private struct Owner {
        let option: String
        /// Whether it is the file that the option names, and not one beside it.
        let isNamed: Bool
    }

    enum Use {
        case read, written
    }

    /// - Parameter endings: of the names of what is kept beside the file.
    /// - Throws: a failure of kind `usage` when another option has one of these files already, unless both only read it.
    mutating func add(
        _ option: String, _ path: String?, _ use: Use, beside endings: [String] = []
    ) throws(StartFailure) {
        guard let path else { return }
        let real = PathText.place(of: path)
        for (index, name) in ([real] + endings.map { real + $0 }).enumerated() {
            let owner = Owner(option: option, isNamed: index == 0)
            if let other = owners[Place(name)], other.option != option { throw Self.failure(other, owner, name) }
            if use == .written || !owner.isNamed { owners[Place(name)] = owner }
        }
    }

    private static func failure(_ first: Owner, _ second: Owner, _ name: String) -> StartFailure {
        guard first.isNamed, second.isNamed else {
            return StartFailure(
                .usage,
                "\(first.option) and \(second.option) would share \(name), which has to be one's alone: name others.")
        }
        return StartFailure(.usage, "\(first.option) and \(second.option) name one file: give each its own.")
    }
}

extension Serve {
    func refuseSharedFiles() throws(StartFailure) {
        let metricsSocket: String? = if case .socket(let path)? = metrics { path } else { nil }
        var files = NamedFiles()
        try files.add("--store", store.file, .written, beside: DatabaseFiles.besideEndings)
        try files.add("--log-file", logFile, .written)
        try files.add("--audit-log", auditLog, .written)
        try files.add("--socket", socket, .written, beside: [ServerSocket.lockEnding])
        try files.add("--metrics", metricsSocket, .written, beside: [ServerSocket.lockEnding])
        try files.add("--token-file", tokenFile, .read, beside: [TokenFile.lockEnding])
        try files.add("--tls-cert", tlsCert, .read)
        try files.add("--tls-key", tlsKey, .read)
        try files.add("--oidc-ca-file", issuer.oidcCaFile, .read)
    }
}

import Glibc

/// Where a program is: its whole path, or a name that PATH finds.
enum ProgramLookup {
    /// Why a program cannot be started, as the end of a sentence.
    struct Failure: Error, Hashable {
        let reason: String
    }

    /// - Parameters:
    ///   - program: a path from the root, or a name.
    ///   - searchPath: folders with colons between them; those that depend on where one is are passed over.
    static func path(of program: String, in searchPath: String) throws(Failure) -> String {
        if program.hasPrefix("/") {
            guard access(program, F_OK) == 0 else { throw Failure(reason: "\(program) does not exist") }
            guard isProgram(program) else { throw Failure(reason: "\(program) may not be executed") }
            return program
        }
        let places = searchPath.split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(program)" }
        guard let found = places.first(where: isProgram) else {
            let isThere = places.contains { access($0, F_OK) == 0 }
            throw Failure(reason: isThere ? "\(program) may not be executed" : "there is no \(program) in PATH")
        }
        return found
    }

    /// A folder may be searched, which is the same permission.
    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}

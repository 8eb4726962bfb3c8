import Domain
import Files
import Glibc
import SystemPackage
package import Wording

/// A file that takes its name only when it is complete, so that nobody ever sees half of it.
///
/// It is written beside its destination under a name of its own, readable by its owner alone, and renamed at the end;
/// until then a file of that name stays as it was, and for good unless it may be replaced. Where a link leads to a file, that file is replaced and the link stays.
/// A pipe or a device takes what is written at once.
package struct NewFile {
    let path: String
    private let destination: Destination
    private let descriptor: Int32
    private let advice: String
    private var buffer: [UInt8] = []

    private static let bufferBytes = 1 << 16

    /// - Throws: ``ExitStatus/cannotCreate`` when it cannot be created.
    private init(_ path: String, replaces: Bool, otherwise advice: String) async throws {
        self.path = path
        self.advice = advice
        destination = try Destination(path, replaces: replaces, otherwise: advice)
        do {
            descriptor = try await destination.open()
        } catch let failure as Errno {
            throw CommandFailure(.cannotCreate, "Cannot create \(path): \(failure).")
        }
    }

    /// Whether something can be written there, as far as that can be said before it is.
    ///
    /// - Throws: ``ExitStatus/cannotCreate`` where it cannot, also where a file is there that would be replaced.
    package static func check(_ path: String) throws(CommandFailure) {
        _ = try Destination(path, replaces: false, otherwise: anotherName)
    }

    /// What to do where a file is there already, as a sentence.
    static let anotherName = "Name another one, or remove it."

    /// Creates a file of what `body` writes; without a trace when that fails.
    ///
    /// - Parameters:
    ///   - replaces: whether a file that is there, and has something in it, is replaced.
    ///   - advice: what to do about one that is not.
    package static func writing<Value>(
        _ path: String, replaces: Bool, otherwise advice: String = anotherName,
        _ body: (inout NewFile) async throws -> Value
    ) async throws -> Value {
        var file = try await NewFile(path, replaces: replaces, otherwise: advice)
        defer { close(file.descriptor) }
        do {
            let value = try await body(&file)
            try file.commit()
            return value
        } catch {
            file.destination.discard()
            throw error
        }
    }

    /// Whether a person reads what is written.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// Writes on.
    ///
    /// - Throws: ``ExitStatus/inputOutput``; the file is not there then, or is as it was.
    package mutating func write(_ text: String) throws(CommandFailure) {
        buffer += text.utf8
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Brings everything to the disk and gives the file its name.
    private mutating func commit() throws(CommandFailure) {
        try flush()
        do throws(Errno) {
            try destination.complete(descriptor)
        } catch {
            throw unfinished(error)
        }
    }

    private mutating func flush() throws(CommandFailure) {
        do throws(Errno) {
            try Descriptor.write(buffer, to: descriptor)
        } catch {
            throw unfinished(error)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private func unfinished(_ failure: Errno) -> CommandFailure {
        if failure == .fileExists { return CommandFailure(.cannotCreate, Destination.there(path, advice)) }
        let rest = destination.isAtomic ? " Nothing was left behind; a file of that name is as it was." : ""
        return CommandFailure(.inputOutput, "Cannot write \(path): \(failure).\(rest)")
    }
}

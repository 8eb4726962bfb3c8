import Glibc

/// What happens to the names in a directory (inotify(7)), in its order.
final class DirectoryEvents {
    private let descriptor: Int32

    init(of path: String, _ mask: UInt32) throws {
        descriptor = inotify_init1(O_NONBLOCK | O_CLOEXEC)
        guard inotify_add_watch(descriptor, path, mask) >= 0 else { throw Failure(code: errno) }
    }

    deinit { close(descriptor) }

    struct Failure: Error {
        let code: Int32
    }

    struct Event: Equatable {
        let mask: UInt32
        let name: String
    }

    /// Those since it was asked last.
    func next() -> [Event] {
        var events: [Event] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                while offset < count {
                    let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    offset += MemoryLayout<inotify_event>.size
                    let name = bytes[offset..<offset + Int(event.len)].prefix { $0 != 0 }
                    events.append(Event(mask: event.mask, name: String(decoding: name, as: UTF8.self)))
                    offset += Int(event.len)
                }
            }
        }
        return events
    }
}

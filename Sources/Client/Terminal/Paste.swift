import Screen

/// A pasted text while it comes in.
struct Paste: Sendable {
    /// What a form could ever take, and far more; what exceeds it is dropped.
    static let maximumBytes = 256 * 1024

    private static let endMarker: [UInt8] = Array("\u{1B}[201~".utf8)
    private var bytes: [UInt8] = []
    private var tail: [UInt8] = []

    mutating func append(_ byte: UInt8) {
        tail.append(byte)
        guard tail.count > Self.endMarker.count else { return }
        let oldest = tail.removeFirst()
        if bytes.count < Self.maximumBytes { bytes.append(oldest) }
    }

    /// Whether the terminal has just said that the paste is over (xterm, "Bracketed Paste Mode").
    var endsWithMarker: Bool { tail == Self.endMarker }

    /// The paste as one event; none when nothing was pasted.
    var events: [InputEvent] {
        let text = String(decoding: endsWithMarker ? bytes : bytes + tail, as: UTF8.self)
        return text.isEmpty ? [] : [.paste(text)]
    }
}

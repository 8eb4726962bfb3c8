/// Cuts a terminal's bytes into text and controls (ECMA-48).
struct ControlParser: Sendable {
    enum Item {
        case scalar(Unicode.Scalar)
        case control(UInt8)
        /// What follows ESC when it is no longer sequence.
        case escape(String)
        case sequence(ControlSequence)
        case command(String)
        case surprise(String)
    }

    private enum State {
        case text
        case escape([UInt8])
        case sequence([UInt8])
        case command([UInt8])
    }

    private var state = State.text
    private var utf8: [UInt8] = []

    /// Whether no character and no control is half there.
    var isAtRest: Bool {
        if case .text = state { utf8.isEmpty } else { false }
    }

    mutating func parse(_ byte: UInt8) -> Item? {
        switch state {
        case .text: return parseText(byte)
        case .escape(let bytes): return parseEscape(bytes + [byte])
        case .sequence(let bytes):
            if byte < 0x20 { return .surprise("control \(byte) in a sequence") }
            guard byte >= 0x40 else {
                state = .sequence(bytes + [byte])
                return nil
            }
            state = .text
            return .sequence(ControlSequence(bytes, byte))
        case .command(let bytes): return parseCommand(bytes + [byte])
        }
    }

    private mutating func parseText(_ byte: UInt8) -> Item? {
        if byte == 0x1B {
            state = .escape([])
            return utf8.isEmpty ? nil : broken()
        }
        if byte < 0x80, !utf8.isEmpty { return broken() }
        if byte < 0x20 || byte == 0x7F { return .control(byte) }
        if byte < 0x80 { return .scalar(Unicode.Scalar(byte)) }
        utf8.append(byte)
        guard let text = String(validating: utf8, as: UTF8.self), let scalar = text.unicodeScalars.first else {
            return utf8.count > 3 ? broken() : nil
        }
        utf8 = []
        return scalar.value < 0xA0 ? .surprise("C1 \(scalar.value)") : .scalar(scalar)
    }

    private mutating func broken() -> Item {
        defer { utf8 = [] }
        return .surprise("no UTF-8: \(utf8)")
    }

    private mutating func parseEscape(_ bytes: [UInt8]) -> Item? {
        let last = bytes[bytes.count - 1]
        switch Unicode.Scalar(last) {
        case "[" where bytes.count == 1: state = .sequence([])
        case "]" where bytes.count == 1: state = .command([])
        case " "..."/": state = .escape(bytes)
        default:
            state = .text
            return .escape(String(decoding: bytes, as: UTF8.self))
        }
        return nil
    }

    /// A command ends with BEL or ESC \; Linux's own one of the colours of before is done with its letter (console_codes(4)).
    private mutating func parseCommand(_ bytes: [UInt8]) -> Item? {
        if bytes == Array("R".utf8) {
            state = .text
            return .command("R")
        }
        if bytes.last == 0x07 || bytes.suffix(2) == [0x1B, 0x5C] {
            state = .text
            return .command(String(decoding: bytes.dropLast(bytes.last == 0x07 ? 1 : 2), as: UTF8.self))
        }
        state = .command(bytes)
        return nil
    }
}

/// CSI, parameters and a final letter.
struct ControlSequence: Sendable, CustomStringConvertible {
    /// `?` and the like before the parameters, and what stands between them and the final letter.
    let marker: String
    let parameters: [Int]
    let final: Unicode.Scalar
    let description: String

    init(_ bytes: [UInt8], _ final: UInt8) {
        let text = String(decoding: bytes, as: UTF8.self)
        marker = String(text.filter { !$0.isNumber && $0 != ";" })
        parameters =
            bytes.isEmpty
            ? []
            : text.filter { $0.isNumber || $0 == ";" }.split(separator: ";", omittingEmptySubsequences: false)
                .map { Int($0) ?? 0 }
        self.final = Unicode.Scalar(final)
        description = "CSI \(text)\(self.final)"
    }

    /// A parameter; 0 when it is missing.
    subscript(index: Int) -> Int {
        index < parameters.count ? parameters[index] : 0
    }
}

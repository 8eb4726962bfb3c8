package import Screen

/// What follows ESC: the terminal's own keys, and those that all terminals since the VT220 agree on.
package struct KeySequences: Sendable {
    /// Bytes after ESC, as the terminal's description has them.
    private let described: [[UInt8]: Key]
    private let beginnings: Set<[UInt8]>
    /// Whether the terminal was told to report clicks.
    private let reportsMouse: Bool

    enum Reading: Hashable {
        case key(Key)
        case pasteStart
        /// xterm's report that its window has come to the front.
        case focusIn
        case mouse(MouseEvent)
        /// The beginning of a sequence.
        case incomplete
        /// A whole sequence that stands for no key.
        case unknown
        /// No sequence at all.
        case none
    }

    /// - Parameter described: keys of this terminal, with their ESC; others than sequences are left out.
    package init(_ described: [(bytes: [UInt8], key: Key)] = [], reportsMouse: Bool = false) {
        self.reportsMouse = reportsMouse
        let sequences = described.filter { $0.bytes.first == 0x1B && $0.bytes.count > 2 }
            .map { (Array($0.bytes.dropFirst()), $0.key) }
        self.described = Dictionary(sequences) { first, _ in first }
        beginnings = Set(sequences.flatMap { bytes, _ in (1..<bytes.count).map { Array(bytes.prefix($0)) } })
    }

    /// Reads what has come after ESC so far.
    func read(_ bytes: [UInt8]) -> Reading {
        if let key = described[bytes] { return .key(key) }
        switch bytes.first {
        case UInt8(ascii: "["): return readControl(bytes.dropFirst())
        case UInt8(ascii: "O"): return readSingleShift(bytes.dropFirst())
        default: return beginnings.contains(bytes) ? .incomplete : .none
        }
    }
}

// MARK: - Control sequences: CSI

extension KeySequences {
    /// No key of any terminal is longer.
    private static let longest = 32

    private func readControl(_ rest: ArraySlice<UInt8>) -> Reading {
        guard let last = rest.last else { return .incomplete }
        if reportsMouse, rest.first == UInt8(ascii: "M") { return MouseReport.readOld(rest) }
        // The Linux console's F1 to F5 are ESC [ [ A to E.
        if rest.first == UInt8(ascii: "[") {
            guard rest.count == 2 else { return .incomplete }
            return (0x41...0x45).contains(last) ? .key(.function(Int(last) - 0x40)) : .unknown
        }
        switch last {
        case 0x20...0x3F: return rest.count < Self.longest ? .incomplete : .unknown
        case UInt8(ascii: "M") where reportsMouse && rest.first == UInt8(ascii: "<"):
            return MouseReport.event(rest.dropFirst().dropLast()).map(Reading.mouse) ?? .unknown
        case 0x40...0x7E: return Self.control(parameters: Self.numbers(rest.dropLast()), final: last)
        default: return .none
        }
    }

    private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
        bytes.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) ?? 1 }
    }

    private static func control(parameters: [Int], final: UInt8) -> Reading {
        let first = parameters.first ?? 1
        // xterm: 1 and the sum of Shift 1, Alt 2, Control 4; rxvt ends Control's sequences with ^.
        let isModified = parameters.count > 1 && parameters[1] > 2
        switch Unicode.Scalar(final) {
        case "~" where first == 200: return .pasteStart
        case "~", "^", "$", "@": return numbered(first)
        case "Z": return .key(.backTab)
        case "I": return .focusIn
        // With another first parameter R reports the cursor's place: no key.
        case "P" where first == 1, "Q" where first == 1, "R" where first == 1, "S" where first == 1:
            return .key(.function(Int(final) - 0x4F))
        default: return arrow(final, isModified)
        }
    }

    private static func numbered(_ number: Int) -> Reading {
        switch number {
        case 1, 7: .key(.home)
        case 2: .key(.insert)
        case 3: .key(.delete)
        case 4, 8: .key(.end)
        case 5: .key(.pageUp)
        case 6: .key(.pageDown)
        case 11...15: .key(.function(number - 10))
        case 17...21: .key(.function(number - 11))
        case 23, 24: .key(.function(number - 12))
        default: .unknown
        }
    }

    private static func arrow(_ final: UInt8, _ isModified: Bool) -> Reading {
        switch Unicode.Scalar(final) {
        case "A": .key(.up)
        case "B": .key(.down)
        case "C": .key(isModified ? .wordRight : .right)
        case "D": .key(isModified ? .wordLeft : .left)
        case "F": .key(.end)
        case "H": .key(.home)
        default: .unknown
        }
    }
}

// MARK: - Single shift: SS3

extension KeySequences {
    /// What the keypad's keys j to y stand for in application mode (VT100 User Guide, table 3-8).
    private static let keypad = Array("*+,-./0123456789".unicodeScalars)

    private func readSingleShift(_ rest: ArraySlice<UInt8>) -> Reading {
        guard let last = rest.last else { return .incomplete }
        switch Unicode.Scalar(last) {
        case "0"..."9" where rest.count == 1: return .incomplete
        case "M": return .key(.enter)
        case "P"..."S": return .key(.function(Int(last) - 0x4F))
        case "j"..."y": return .key(.character(Self.keypad[Int(last) - 0x6A]))
        // rxvt's arrows with Control.
        case "a"..."d": return Self.arrow(last - 0x20, true)
        case "A"..."D", "F", "H": return Self.arrow(last, rest.count > 1)
        default: return .none
        }
    }
}

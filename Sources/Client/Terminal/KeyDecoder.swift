package import Screen

/// Turns the bytes of a terminal into keys and pastes, wherever the line cuts them into pieces.
///
/// Control sequences are read by their grammar (ECMA-48, 5.4) and not from a list, so that an unknown one is swallowed
/// whole and never runs commands with its letters. ncurses' own reader will not do: it blocks for the escape delay, and
/// forgets a UTF-8 character that arrives in two parts. However the bytes are cut into reads, the keys are the same; only
/// where the terminal marks no pastes does it matter what comes at once (``BurstReader``). The decoder has no clock: when
/// nothing has arrived for ``timeoutMilliseconds``, its owner calls ``giveUpWaiting()``.
package struct KeyDecoder: Sendable {
    private let escapeDelayMilliseconds: Int
    /// The keys of this terminal; other ones count from the next sequence on.
    package var sequences: KeySequences
    private var state = State.ground
    private var scalars = ScalarDecoder()
    /// `nil` where the terminal marks pastes.
    private var bursts: BurstReader?

    private enum State {
        case ground
        /// ESC and what followed it: perhaps the start of a sequence.
        case escape([UInt8])
        /// Escape was reported alone; what would have made a sequence of it may still come.
        case late([UInt8])
        /// Between the markers of a bracketed paste.
        case marked(Paste)
    }

    /// - Parameters:
    ///   - escapeDelayMilliseconds: how long after ESC the rest of a sequence may come.
    ///   - marksPastes: whether the terminal was told to mark pastes. Then whatever comes without marks was typed, however
    ///     much of it a stalled line delivers at once.
    ///   - sequences: the keys of this terminal.
    package init(
        escapeDelayMilliseconds: Int = 100, marksPastes: Bool = true, sequences: KeySequences = KeySequences()
    ) {
        self.escapeDelayMilliseconds = escapeDelayMilliseconds
        self.sequences = sequences
        bursts = marksPastes ? nil : BurstReader()
    }

    /// Milliseconds of silence after which ``giveUpWaiting()`` is due; `nil` when nothing is left open.
    package var timeoutMilliseconds: Int? {
        [sequenceTimeout, bursts?.timeoutMilliseconds].compactMap(\.self).min()
    }

    private var sequenceTimeout: Int? {
        switch state {
        case .ground: nil
        // With its second byte here it is most likely a sequence that a slow line has cut.
        case .escape(let rest): rest.isEmpty ? escapeDelayMilliseconds : Self.cutTimeout
        case .late(let rest): rest.isEmpty ? Self.cutTimeout : escapeDelayMilliseconds
        case .marked: 5_000
        }
    }

    private static let cutTimeout = 1_000

    /// Decodes what could be read at once.
    package mutating func decode(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        let events = bytes.reduce(into: []) { decode($1, &$0) }
        return bursts?.receive(events) ?? events
    }

    /// Nothing came: an open sequence was the Escape key, an open paste is over.
    package mutating func giveUpWaiting() -> [InputEvent] {
        if let quiet = bursts?.timeoutMilliseconds, quiet < sequenceTimeout ?? .max { return bursts?.end() ?? [] }
        let events = endSequence()
        return bursts?.receive(events) ?? events
    }

    private mutating func endSequence() -> [InputEvent] {
        let open = state
        state = .ground
        switch open {
        case .ground: return []
        case .escape(let rest) where rest.isEmpty:
            state = .late([])
            return [.key(.escape)]
        case .escape(let rest): return brokenOff(rest)
        case .late(let rest): return rest.map { .key(.character(Unicode.Scalar($0))) }
        case .marked(let paste): return paste.events
        }
    }

    /// What a sequence was that did not go on: its one byte was typed with or after Escape; more was the line's fault.
    private func brokenOff(_ rest: [UInt8]) -> [InputEvent] {
        rest.count == 1 ? [.key(.alt(Unicode.Scalar(rest[0])))] : []
    }
}

// MARK: - One byte

extension KeyDecoder {
    private static let escape: UInt8 = 0x1B

    private mutating func decode(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch state {
        case .ground: decodeOnGround(byte, &events)
        case .escape(let rest): decodeAfterEscape(rest, byte, &events)
        case .late(let rest): decodeLate(rest, byte, &events)
        case .marked(var paste):
            state = .ground
            paste.append(byte)
            if paste.endsWithMarker { events += paste.events } else { state = .marked(paste) }
        }
    }

    private mutating func decodeOnGround(_ byte: UInt8, _ events: inout [InputEvent]) {
        if byte == Self.escape {
            state = .escape([])
        } else if byte < 0x80 {
            scalars = ScalarDecoder()
            if let key = Key(control: byte) { events.append(.key(key)) }
        } else if let scalar = scalars.decode(byte), scalar.value > 0x9F {
            events.append(.key(.character(scalar)))
        }
    }

    private mutating func decodeAfterEscape(_ rest: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        let sequence = rest + [byte]
        switch sequences.read(sequence) {
        case .incomplete: state = .escape(sequence)
        case .unknown: state = .ground
        case .key(let key):
            state = .ground
            events.append(.key(key))
        case .focusIn:
            state = .ground
            events.append(.focused)
        case .mouse(let mouse):
            state = .ground
            events.append(.mouse(mouse))
        case .pasteStart: state = .marked(Paste())
        case .none: decodeNoSequence(rest, byte, &events)
        }
    }

    /// ESC was a key of its own, or Alt with the one that follows; a sequence that breaks off is none.
    private mutating func decodeNoSequence(_ rest: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        state = .ground
        guard rest.isEmpty else {
            events += brokenOff(rest)
            return decodeOnGround(byte, &events)
        }
        if let scalar = Self.withAlt(byte) {
            events.append(.key(.alt(scalar)))
        } else {
            events.append(.key(.escape))
            decodeOnGround(byte, &events)
        }
    }

    /// What can be pressed together with Alt; Backspace, as either byte, is U+007F.
    private static func withAlt(_ byte: UInt8) -> Unicode.Scalar? {
        switch byte {
        case 0x20...0x7F: Unicode.Scalar(byte)
        case 0x08: "\u{7F}"
        default: nil
        }
    }

    private mutating func decodeLate(_ rest: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        let sequence = rest + [byte]
        state = .ground
        switch sequences.read(sequence) {
        case .incomplete: state = .late(sequence)
        case .focusIn: events.append(.focused)
        case .pasteStart: state = .marked(Paste())
        case .mouse: break
        case .key where !rest.isEmpty, .unknown where !rest.isEmpty: break
        case .key, .unknown, .none:
            events += rest.map { .key(.character(Unicode.Scalar($0))) }
            decodeOnGround(byte, &events)
        }
    }
}

extension Key {
    /// What a byte below 0x80 stands for when it does not begin a sequence.
    fileprivate init?(control byte: UInt8) {
        switch byte {
        case 0x00, 0x1B: return nil
        case 0x08, 0x7F: self = .backspace
        case 0x09: self = .tab
        case 0x0A, 0x0D: self = .enter
        case 0x01...0x1A: self = .control(Unicode.Scalar(byte + 0x60))
        case 0x1C...0x1F: self = .control(Unicode.Scalar(byte + 0x40))
        default: self = .character(Unicode.Scalar(byte))
        }
    }
}

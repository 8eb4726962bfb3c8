package import Screen

/// Turns the bytes of a terminal into keys and pastes, wherever the line cuts them into pieces.
///
/// Control sequences are read by their grammar (ECMA-48, 5.4) and not from a list, so that an unknown one is swallowed
/// whole and never runs commands with its letters. ncurses' own reader will not do: it blocks for the escape delay, and
/// forgets a UTF-8 character that arrives in two parts. The decoder has no clock: when nothing has arrived for
/// ``patienceMilliseconds``, its owner calls ``giveUpWaiting()``.
package struct KeyDecoder: Sendable {
    private let escapeDelayMilliseconds: Int
    /// More printable characters at once than anyone types.
    private let typedAtOnce: Int
    private let sequences: KeySequences
    private var state = State.ground
    private var scalars = ScalarDecoder()

    private enum State {
        case ground
        /// ESC and what followed it: perhaps the start of a sequence.
        case escape([UInt8])
        /// Escape was reported alone; what would have made a sequence of it may still come.
        case late([UInt8])
        /// Between the markers of a bracketed paste.
        case marked(Paste)
        /// Too much at once to have been typed: a paste without markers, until the line is quiet.
        case unmarked(Paste)
    }

    /// - Parameters:
    ///   - escapeDelayMilliseconds: how long after ESC the rest of a sequence may come.
    ///   - marksPastes: whether the terminal was told to mark pastes. Where it was not, more than 8 printable characters
    ///     at once are one; where it was, only more than 64, for a stalled line delivers all that was typed meanwhile.
    ///   - sequences: the keys of this terminal.
    package init(
        escapeDelayMilliseconds: Int = 100, marksPastes: Bool = true, sequences: KeySequences = KeySequences()
    ) {
        self.escapeDelayMilliseconds = escapeDelayMilliseconds
        self.sequences = sequences
        typedAtOnce = marksPastes ? 64 : 8
    }

    /// Milliseconds of silence after which ``giveUpWaiting()`` is due; `nil` when nothing is left open.
    package var patienceMilliseconds: Int? {
        switch state {
        case .ground: nil
        case .escape: escapeDelayMilliseconds
        case .late: 1_000
        case .marked: 5_000
        case .unmarked: 150
        }
    }

    /// Takes what could be read at once.
    package mutating func decode(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        var typed = self
        let events = bytes.reduce(into: []) { typed.take($1, &$0) }
        if case .ground = state, Self.isPaste(events, typedAtOnce) {
            state = .unmarked(bytes.reduce(into: Paste()) { $0.append($1) })
            return []
        }
        self = typed
        return events
    }

    /// Nothing came: an open sequence was the Escape key, an open paste is over.
    package mutating func giveUpWaiting() -> [InputEvent] {
        let open = state
        state = .ground
        switch open {
        case .ground: return []
        case .escape(let rest) where rest.isEmpty:
            state = .late([])
            return [.key(.escape)]
        case .escape(let rest): return rest.count == 1 ? [.key(.alt(Unicode.Scalar(rest[0])))] : []
        case .late(let rest): return rest.map { .key(.character(Unicode.Scalar($0))) }
        case .marked(let paste), .unmarked(let paste): return paste.events
        }
    }

    /// One key held down comes as many characters at once too, all the same.
    private static func isPaste(_ events: [InputEvent], _ typedAtOnce: Int) -> Bool {
        let characters = events.filter { if case .key(.character) = $0 { true } else { false } }
        guard characters.count > typedAtOnce else { return false }
        return characters.count > 64 || characters.contains { $0 != characters[0] }
    }
}

// MARK: - One byte

extension KeyDecoder {
    private static let escape: UInt8 = 0x1B

    private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch state {
        case .ground: takeOnGround(byte, &events)
        case .escape(let rest): takeAfterEscape(rest, byte, &events)
        case .late(let rest): takeLate(rest, byte, &events)
        case .marked(var paste):
            state = .ground
            paste.append(byte)
            if paste.endsWithMarker { events += paste.events } else { state = .marked(paste) }
        case .unmarked(var paste):
            state = .ground
            paste.append(byte)
            state = .unmarked(paste)
        }
    }

    private mutating func takeOnGround(_ byte: UInt8, _ events: inout [InputEvent]) {
        if byte == Self.escape {
            state = .escape([])
        } else if byte < 0x80 {
            scalars = ScalarDecoder()
            if let key = Key(control: byte) { events.append(.key(key)) }
        } else if let scalar = scalars.take(byte), scalar.value > 0x9F {
            events.append(.key(.character(scalar)))
        }
    }

    private mutating func takeAfterEscape(_ rest: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        let sequence = rest + [byte]
        switch sequences.read(sequence) {
        case .incomplete: state = .escape(sequence)
        case .unknown: state = .ground
        case .key(let key):
            state = .ground
            events.append(.key(key))
        case .pasteStart: state = .marked(Paste())
        case .none: takeNoSequence(rest, byte, &events)
        }
    }

    /// ESC was a key of its own, or Alt with the one that follows; a sequence that breaks off is dropped.
    private mutating func takeNoSequence(_ rest: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        state = .ground
        if rest.isEmpty, (0x20..<0x7F).contains(byte) {
            events.append(.key(.alt(Unicode.Scalar(byte))))
        } else {
            if rest.isEmpty { events.append(.key(.escape)) }
            takeOnGround(byte, &events)
        }
    }

    private mutating func takeLate(_ rest: [UInt8], _ byte: UInt8, _ events: inout [InputEvent]) {
        let sequence = rest + [byte]
        state = .ground
        switch sequences.read(sequence) {
        case .incomplete: state = .late(sequence)
        case .pasteStart: state = .marked(Paste())
        case .key where !rest.isEmpty, .unknown where !rest.isEmpty: break
        case .key, .unknown, .none:
            events += rest.map { .key(.character(Unicode.Scalar($0))) }
            takeOnGround(byte, &events)
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

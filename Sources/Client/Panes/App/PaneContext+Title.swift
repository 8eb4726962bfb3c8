import Domain
import Journal
import Screen
import Wording

/// The first line: where one is, how much is here, whether the API is there, and what waits for it.
extension PaneContext {
    private struct Piece {
        let text: String
        var style: Style = .plain
        /// What is left out first when there is no room.
        let rank: Rank
    }

    private enum Rank: Int {
        case link, storage, decisions, queue, isReadOnly, isMasked, age, count
    }

    /// - Parameters:
    ///   - browse: everybody who is here.
    ///   - view: the saved view that one is in.
    ///   - seenAt: when the server said what is on the screen.
    func drawTitle(
        _ browse: Listing, view: String?, seenAt: Timestamp?, on grid: inout Grid, _ layout: Layout
    ) {
        guard let row = layout.titleRow else { return }
        let place = [environment.title, view].compactMap(\.self).joined(separator: " \(glyphs.separator) ")
        // Which system is edited, and which view is shown, counts for more than how much is here.
        let most = max(Self.titleColumns, min(Self.placeColumns, chrome.size.columns / 2))
        let room = min(DisplayText.width(place) + 2, most)
        let pieces = fitting(pieces(browse, seenAt), besides: room)
        var column = max(0, chrome.size.columns - width(of: pieces) - 1)
        let whole = " Customers \(glyphs.separator) \(place)"
        let isWhole = DisplayText.width(whole) < column
        let title = DisplayText.fitted(isWhole ? whole : " \(place)", max(0, column - 1), ellipsis: glyphs.ellipsis)
        grid.write(title, row: row, column: 0, style: .bold)
        for piece in pieces {
            column += grid.write(piece.text, row: row, column: column, style: piece.style) + Self.gap
        }
    }

    private static let gap = 3

    private func width(of pieces: [Piece]) -> Int {
        pieces.reduce(0) { $0 + DisplayText.width($1.text) } + Self.gap * max(0, pieces.count - 1)
    }

    /// The pieces for which there is room beside where one is, the most important ones first of all.
    private func fitting(_ pieces: [Piece], besides room: Int) -> [Piece] {
        var pieces = pieces
        while width(of: pieces) > chrome.size.columns - room, pieces.count > 1,
            let last = pieces.indices.max(by: { pieces[$0].rank.rawValue < pieces[$1].rank.rawValue })
        {
            pieces.remove(at: last)
        }
        return pieces
    }

    private static let titleColumns = 13
    private static let placeColumns = 40

    private func pieces(_ browse: Listing, _ seenAt: Timestamp?) -> [Piece] {
        var pieces: [Piece] = []
        if !environment.isDurable {
            pieces.append(Piece(text: "memory only", style: style(of: .warning), rank: .storage))
        }
        if chrome.isMasked { pieces.append(Piece(text: "masked", rank: .isMasked)) }
        if let text = environment.readOnlyText { pieces.append(Piece(text: text, rank: .isReadOnly)) }
        pieces.append(Piece(text: countText(browse), rank: .count))
        if let age = seenAt.flatMap(asOf) { pieces.append(Piece(text: age, rank: .age)) }
        pieces.append(linkPiece)
        pieces.append(Piece(text: queueText, rank: .queue))
        return pieces + decisionPieces
    }

    /// An exact total is shown only where it is known.
    private func countText(_ browse: Listing) -> String {
        // Who was deleted and is still looked at does not count.
        let rows = Phrases.count(
            browse.rows.count - model.gone.count { !model.queue.isPending($0) && browse.rows.contains($0) })
        if browse.hasEnd { return "\(rows) customers" }
        return switch model.replica {
        case .none, .refused: "\(rows) loaded"
        case .growing(let copied): "\(Phrases.count(copied)) copied"
        case .whole(let all): "\(Phrases.count(all)) customers"
        }
    }

    // MARK: The link

    private var linkPiece: Piece {
        let bad = Style(environment.colours[.offline], .bold)
        if let pause = model.connection.pause, !model.queue.isEmpty {
            return Piece(text: "\(glyphs.offline) waits until \(Phrases.clock(pause.until))", style: bad, rank: .link)
        }
        return switch model.connection.state {
        case .unknown: Piece(text: "\(glyphs.offline) connecting", rank: .link)
        case .online: Piece(text: "\(glyphs.online) online", style: Style(environment.colours[.online]), rank: .link)
        case .offline(let since):
            Piece(text: "\(glyphs.offline) offline since \(Phrases.clock(since))", style: bad, rank: .link)
        case .signInNeeded:
            Piece(
                text: "\(glyphs.offline) \(model.queue.isEmpty ? "" : "paused: ")sign in", style: bad, rank: .link)
        }
    }

    // MARK: The queue

    private var queueText: String {
        let text = "queue \(Phrases.count(model.queue.count))"
        guard !model.queue.isEmpty || model.progress.sync == .unconfirmed else { return text }
        return switch model.progress.sync {
        case .sending: "\(text) sending"
        case .held, .unconfirmed: "\(text) held"
        case .failing: "\(text) stuck"
        case .elsewhere, .idle: text
        }
    }

    private var decisionPieces: [Piece] {
        let counts = model.queue.decisionCounts
        var pieces: [Piece] = []
        if counts.conflicts > 0 {
            pieces.append(
                Piece(text: "conflicts \(counts.conflicts)", style: style(of: .warning), rank: .decisions))
        }
        if counts.refused > 0 {
            pieces.append(Piece(text: "refused \(counts.refused)", style: style(of: .error), rank: .decisions))
        }
        return pieces
    }
}

extension EditQueue {
    /// How many entries wait for the person, by kind.
    var decisionCounts: (refused: Int, conflicts: Int) {
        entries.reduce(into: (0, 0)) { counts, entry in
            switch entry.state {
            case .rejected: counts.0 += 1
            case .conflict: counts.1 += 1
            case .waiting, .sending, .covered: break
            }
        }
    }
}

extension PaneContext {
    /// `2 h ago`, of what somebody did, whom filters find by that moment, too.
    func age(of moment: Timestamp) -> String { Phrases.age(of: moment, at: chrome.now, in: environment.zone) }

    /// `as of 12 min ago`; `nil` for what is younger than a minute.
    func asOf(_ moment: Timestamp) -> String? {
        chrome.now.seconds(since: moment) < 60 ? nil : "as of \(age(of: moment))"
    }
}

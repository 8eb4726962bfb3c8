import Domain
import Screen

/// A message in the status line, until the next key.
struct Notice: Hashable, Sendable {
    let text: String
    let tone: Tone
    /// Whether it is about the queue, so that it goes away when it is no longer true.
    var isAboutQueue = false
    /// Whether it shows a customer's values, so that it goes when everything is masked.
    var isPersonal = false

    /// Whose deletion it tells of, so that it says how that stands for as long as it waits.
    var deletion: Deletion?

    struct Deletion: Hashable, Sendable {
        let customer: CustomerID
        let name: String
    }

    enum Tone: Hashable, Sendable {
        case plain, success, warning, error
    }
}

extension Notice {
    static func plain(_ text: String) -> Notice { Notice(text: text, tone: .plain) }
    static func success(_ text: String) -> Notice { Notice(text: text, tone: .success) }
    static func warning(_ text: String) -> Notice { Notice(text: text, tone: .warning) }
    static func error(_ text: String) -> Notice { Notice(text: text, tone: .error) }

    /// The same, to be taken away when nobody has touched a key for long.
    var personal: Notice {
        var notice = self
        notice.isPersonal = true
        return notice
    }

    func about(_ deletion: Deletion) -> Notice {
        var notice = self
        notice.deletion = deletion
        return notice
    }

    /// The same behind what is said as long as anybody is marked.
    func behind(_ text: String?, glyphs: Glyphs) -> Notice {
        guard let text else { return self }
        return Notice(text: self.text.isEmpty ? text : "\(text) \(glyphs.separator) \(self.text)", tone: tone)
    }

    /// The same, to be taken away once the queue is empty or other edits wait for a decision.
    var aboutQueue: Notice {
        var notice = self
        notice.isAboutQueue = true
        return notice
    }
}

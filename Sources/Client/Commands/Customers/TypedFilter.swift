import APIClient
import Domain
import Screen
import Settings
import Wire
import Wording

/// What `--search` says, or the words of `lookup`, read once: its days are of the agent's own zone, and what makes no
/// sense is pointed at.
struct TypedFilter {
    /// `nil` for everybody.
    let filter: CustomerFilter?

    /// Says what is probably meant otherwise, and when days are not of the zone that was asked for.
    ///
    /// - Parameter source: what the text was given as, for messages.
    /// - Throws: ``ExitStatus/usage`` with the place in the text; also for one that is given and has nothing in it, as a
    ///   script's empty variable has: that is not everybody.
    init(_ text: String?, _ settings: ClientSettings, from source: String = "--search") throws(CommandFailure) {
        guard let text else {
            filter = nil
            return
        }
        let zone = LocalZone(settings)
        if let remark = zone.remark { StandardError.say(remark) }
        do throws(FilterFault) {
            filter = try CustomerFilter(text, dates: FilterDates(now: .now(), zone: zone.rules))
        } catch {
            throw CommandFailure(
                .usage, "\(source): \(error.message).", lines: Self.pointing(at: error.place, in: text))
        }
        guard filter != nil else {
            throw CommandFailure(.usage, "\(source) has no word to look for; give one, or leave it out.")
        }
        for hint in filter?.hints ?? [] { StandardError.say(hint.message) }
    }

    /// The text, and a line below it with a mark under what is wrong; nothing for a text that is too long to be read so.
    static func pointing(at place: Range<Int>, in text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= 200, place.lowerBound <= scalars.count else { return [] }
        func columns(_ range: Range<Int>) -> Int {
            DisplayText.width(String(String.UnicodeScalarView(scalars[range])).harmlessLine)
        }
        let end = min(max(place.upperBound, place.lowerBound), scalars.count)
        let marks = String(repeating: "^", count: max(1, columns(place.lowerBound..<end)))
        return ["  " + text, "  " + String(repeating: " ", count: columns(0..<place.lowerBound)) + marks]
    }

    /// The same for a command that does something to all who are found.
    ///
    /// - Throws: ``ExitStatus/usage`` where words beside a number would not count.
    func meantForAll() throws(CommandFailure) -> TypedFilter {
        guard filter?.overlooksWords != true else {
            throw CommandFailure(
                .usage,
                "--search: beside a number nothing else would count, and all who have it would be meant. Give the number alone, "
                    + "or the words with phone: before it.")
        }
        return self
    }

    /// Says how numbers and addresses are looked into, where words have found nobody and the server's do not look there.
    func sayWhatElseFinds(asking api: CustomerClient) async {
        let texts = [("Numbers", filter?.numberText), ("Addresses", filter?.addressText)]
        guard texts.contains(where: { $0.1 != nil }), let health = try? await api.health(), !health.has(.addressSearch)
        else { return }
        for case (let what, let text?) in texts { StandardError.say("\(what) are looked into by \(text)") }
    }

    /// The query that asks for them.
    func query(_ sort: ListQuery.Sort = .name) -> ListQuery {
        ListQuery(sort: sort, search: filter?.wireText)
    }
}

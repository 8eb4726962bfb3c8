import Domain
import Randomness
import TestSupport

/// The values that people enter: mostly new ones, and sometimes ones that others have or enter, too.
struct Pool {
    private var last = 0

    mutating func value(of field: CustomerField, _ chance: inout SplitMix) -> String? {
        last += 1
        switch field {
        case .name: return chance.happens(70) ? "Name \(last)" : "Name \(["A", "B"][chance.number(0...1)])"
        case .email: return email(&chance)
        case .phone: return chance.happens(70) ? "\(1_000 + last)" : [nil, "1", "2"][chance.number(0...2)]
        case .address: return chance.happens(70) ? "Street \(last)" : [nil, "Street A"][chance.number(0...1)]
        case .company: return chance.happens(70) ? "Company \(last)" : [nil, "Company A"][chance.number(0...1)]
        case .tags: return [nil, "a", "b", "a b", "b c"][chance.number(0...4)]
        }
    }

    mutating func email(_ chance: inout SplitMix) -> String {
        last += 1
        return chance.happens(40) ? "new\(last)@example.com" : Self.contested(chance.number(0...9))
    }

    /// What nobody else says.
    mutating func note(_ chance: inout SplitMix) -> NoteText {
        NoteText(trusted: "Said \(String(chance.next(), radix: 36))")
    }

    static func contested(_ number: Int) -> String { "e\(number)@example.com" }

    mutating func details(_ chance: inout SplitMix) -> CustomerDetails {
        CustomerDetails(
            trustedName: value(of: .name, &chance) ?? "Name", email: email(&chance),
            phone: value(of: .phone, &chance), address: value(of: .address, &chance))
    }
}

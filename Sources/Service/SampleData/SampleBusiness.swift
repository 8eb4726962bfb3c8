import Domain
import Randomness

/// What an invented customer has since version 2: where they work, tags, and now and then no email.
///
/// Drawn beside the rest, so that names, emails, phones and addresses of a seed stay what they were.
struct SampleBusiness {
    private var random: SplitMix

    init(seed: UInt64) {
        random = SplitMix(seed: ~seed)
    }

    /// - Parameter number: of the customer, from 1.
    mutating func completed(_ details: CustomerDetails, number: Int) -> CustomerDetails {
        let (company, tags, lacksEmail) = (company(), tags(), random.once(in: 25))
        return CustomerDetails(trusted: { field in
            switch field {
            case .company: company
            case .tags: tags
            case .email: lacksEmail ? nil : details.email
            // Who has no email is known by name and phone, which then are nobody else's.
            case .phone: lacksEmail ? "+49 30 23125 000 x\(number)" : details.phone
            default: details[field]
            }
        }) ?? details
    }

    private mutating func company() -> String? {
        let (has, name) = (random.once(in: 3), Self.names.word(&random).text)
        let (trade, form) = (Self.trades.word(&random).text, random.pick(Self.forms))
        return has ? "\(name) \(trade)\(form)" : nil
    }

    /// None, or up to three, in the form in which they are stored.
    private mutating func tags() -> String? {
        let (has, count) = (random.once(in: 2), 1 + random.below(3))
        let words = Set((0..<count).map { _ in Self.tags.word(&random).text })
        return has ? words.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: " ") : nil
    }

    private static let names = WordTable(
        """
        Acme Globex Northriver Bluestone Silberberg Atlas Nova Zenith Harbor Cedar Falcon Orbit Lumen Vertex Märker
        Delta Sierra Onyx Quartz Raven Tundra Ümit Willow O'Neil Yonder
        """)
    private static let trades = WordTable(
        "Works Trading Labs Foods Tools Press Logistics Media Energy Textil Optik Bäckerei Verlag Software")
    private static let forms = ["", " Ltd", " GmbH", " & Co. KG", ", Inc.", " AB", " S.A."]
    private static let tags = WordTable("newsletter vip trade trial berlin overdue partner press fair-2026 do_not_call")
}

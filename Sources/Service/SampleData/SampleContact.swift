import Randomness

/// Where an invented customer can be reached. No address, number or domain is anybody's.
enum SampleContact {
    /// Unique for its number; only domains that are reserved (RFC 2606, RFC 6761).
    static func email(of name: SampleName, number: Int, _ random: inout SplitMix) -> String {
        let local =
            switch random.below(4) {
            case 0: name.given + "." + name.family
            case 1: String(name.given.prefix(1)) + name.family
            case 2: name.family + "." + name.given
            default: name.given + "_" + name.family
            }
        return local + String(number) + "@" + domain(&random)
    }

    private static func domain(_ random: inout SplitMix) -> String {
        switch random.below(20) {
        case 0..<8: "example.com"
        case 8..<11: "example.org"
        case 11..<13: "example.net"
        case 13: "mail.test"
        default: companies.word(&random).latin + companyEndings.word(&random).latin + ".example"
        }
    }

    private static let companies = WordTable(
        """
        acme globex north river stone blue green silver atlas nova zenith harbor summit cedar falcon orbit lumen vertex
        maple delta sierra echo onyx quartz raven tundra umber willow xenon yonder
        """)
    private static let companyEndings = WordTable(
        "works group labs trade foods tools press care bank soft lines media energy motors textiles optics")

    /// In the ways people write one; numbers that no network gives away.
    static func phone(_ random: inout SplitMix) -> String? {
        switch random.below(10) {
        case 0: nil
        case 1, 2: "(555) 01\(random.digits(1))-\(random.digits(4))"
        case 3: "555-01\(random.digits(2)) x\(random.digits(3))"
        case 4: "+1 555 01\(random.digits(1)) \(random.digits(4))"
        case 5: "+44 20 7946 0\(random.digits(3))"
        case 6: "+49 30 23125 \(random.digits(3))"
        case 7: "030 23125-\(random.digits(3))"
        case 8: "+33.1.99.00.\(random.digits(2)).\(random.digits(2))"
        default: "555\(random.digits(7))"
        }
    }

    /// One line to four, or none.
    static func address(_ random: inout SplitMix) -> String? {
        let house = 1 + random.below(200)
        let street = streets.word(&random).text
        let town = towns.word(&random).text
        return switch random.below(8) {
        case 0: nil
        case 1: town
        case 2: "\(street)straße \(house)\n\(random.digits(5)) \(town)"
        case 3: "c/o Front Desk\n\(house) \(street) Road\nFloor \(1 + random.below(30))\n\(town) \(random.digits(5))"
        case 4: "〒\(random.digits(3))-\(random.digits(4)) \(town)"
        default: "\(house) \(street) Street\n\(town) \(random.digits(5))"
        }
    }

    private static let streets = WordTable(
        "Main Park Oak Lake Hill Church Station Mill Garden River Linden Rosen Bahnhof Schiller Ängs Märta São Ñuñoa")
    private static let towns = WordTable(
        """
        Springfield Riverton Fairview Neustadt Altdorf Nyköping Villanueva Saint-Exemple Ejemplo Żarnowiec Örnäs 東市
        Новоград Καλλιπόλεως مدينة עיר
        """)
}

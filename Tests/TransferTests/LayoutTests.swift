import Domain
import Testing
import Wire
import Wording

@testable import Transfer

/// The header rows that other systems write, with an invented customer under each.
struct SystemFile: CustomTestStringConvertible, Sendable {
    let system: String
    let text: String
    let name: String
    let email: String
    var phone: String?
    var address: String?
    var company: String?
    var tags: String?
    /// What it has besides.
    var others: [String] = []

    var testDescription: String { system }
}

@Suite("Files of other systems")
struct LayoutTests {
    static let files = [
        SystemFile(
            system: "Shopify",
            text: """
                Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags
                '7001,Lena,Aster,lena@example.com,yes,Aster Ltd,1 Elm Row,Flat 2,Brackwell,ON,CA,K1A 0B1,'+16135550101,'+16135550100,no,12.00,1,,no,"vip, north"
                """,
            name: "Lena Aster", email: "lena@example.com", phone: "+16135550100",
            address: "1 Elm Row\nFlat 2\nK1A 0B1 Brackwell\nON CA", company: "Aster Ltd", tags: "north vip",
            others: ["phone '+16135550101"]),
        SystemFile(
            system: "Stripe",
            text: """
                id,Description,Email,Name,Created (UTC),Delinquent,Card ID,Card Last4,Card Brand,Card Name,Card Address Line1,Card Address City,Card Address Country,Card Address Zip,Currency,Total Spend,Payment Count
                cus_Invented001,,kaj@example.net,Kaj Ekvall,2024-03-01 08:15,false,,,,,2 Oak Row,Brackwell,FI,00100,,,
                """,
            name: "Kaj Ekvall", email: "kaj@example.net", address: "2 Oak Row\n00100 Brackwell\nFI"),
        SystemFile(
            system: "HubSpot",
            text: """
                "Record ID","First Name","Last Name","Email","Phone Number","Contact owner","Lead Status","Create Date"
                "501","Ilse","Vantongeren","ilse@example.org","+32 2 555 01 02","","NEW","2024-02-03 10:11"
                """,
            name: "Ilse Vantongeren", email: "ilse@example.org", phone: "+32 2 555 01 02"),
        SystemFile(
            system: "Salesforce",
            text: """
                "Contact ID","First Name","Last Name","Account Name","Mailing Street","Mailing City","Mailing State/Province","Mailing Zip/Postal Code","Mailing Country","Phone","Mobile","Email","Contact Owner"
                "0035g00000Inv01","Otis","Marl","Marl Tools","3 Ash Row","Brackwell","CA","90001","USA","+1 555 0100","+1 555 0101","otis@example.com","Kim"
                """,
            name: "Otis Marl", email: "otis@example.com", phone: "+1 555 0100",
            address: "3 Ash Row\n90001 Brackwell\nCA USA", company: "Marl Tools", others: ["phone +1 555 0101"]),
        SystemFile(
            system: "Salesforce",
            text: """
                Id,FirstName,LastName,MailingStreet,MailingCity,MailingState,MailingPostalCode,MailingCountry,Phone,MobilePhone,Email
                0035g00000Inv02,Mia,Holm,4 Ash Row,Brackwell,,90002,USA,,+1 555 0102,mia@example.com
                """,
            name: "Mia Holm", email: "mia@example.com", phone: "+1 555 0102",
            address: "4 Ash Row\n90002 Brackwell\nUSA"),
        SystemFile(
            system: "Google Contacts",
            text: """
                First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted
                Jürgen,,Weißhaupt,,,,,,,,Weißhaupt GmbH,,,,,,,,j.weisshaupt@example.com,* Home,jw@example.net,,+49 30 5550100 ::: 0171 5550101,,"Lindenweg 5
                12345 Neustadt
                DE"
                """,
            name: "Jürgen Weißhaupt", email: "jw@example.net", phone: "+49 30 5550100",
            address: "Lindenweg 5\n12345 Neustadt\nDE", company: "Weißhaupt GmbH",
            others: ["email j.weisshaupt@example.com", "phone 0171 5550101"]),
        SystemFile(
            system: "Google Contacts",
            text: """
                Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Notes,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Organization 1 - Type,Organization 1 - Name
                Ada Ek,Ada,,Ek,,,,,,,,,,,,,,,* myContacts,* Other,ada@example.org,Mobile,+46 70 555 01 00,Home,,5 Fir Row,Brackwell,,,11122,SE,,,
                """,
            name: "Ada Ek", email: "ada@example.org", phone: "+46 70 555 01 00",
            address: "5 Fir Row\n11122 Brackwell\nSE"),
        SystemFile(
            system: "Outlook",
            text: """
                "First Name","Middle Name","Last Name","Title","Suffix","Company","Home Street","Home City","Business Street","Business City","E-mail Address","E-mail Type","E-mail Display Name","E-mail 2 Address","Home Phone","Mobile Phone"
                "Jörg","","Großmann","Dr.","","Großmann & Co","Hauptstr. 1","Köln","","","joerg@example.com","SMTP","Jörg Großmann (joerg@example.com)","jg@example.com","0221 5550100",""
                """,
            name: "Dr. Jörg Großmann", email: "joerg@example.com", phone: "0221 5550100", address: "Hauptstr. 1\nKöln",
            company: "Großmann & Co", others: ["email jg@example.com"]),
        SystemFile(
            system: "Mailchimp",
            text: """
                "Email Address","First Name","Last Name",Address,"Phone Number",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS
                bea@example.com,Bea,Ulm,"6 Yew Row Brackwell",555 0106,2,,,"2015-03-16 14:40:47",,,,,,,,,"2015-03-16 14:40:47",1,2,,"VIP, Blog reader"
                """,
            name: "Bea Ulm", email: "bea@example.com", phone: "555 0106", address: "6 Yew Row Brackwell",
            tags: "blog-reader vip"),
        SystemFile(
            system: "WooCommerce",
            text: """
                Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code
                Cleo Vance,cleo,2024-01-01 10:00:00,2023-01-01 10:00:00,cleo@example.com,2,20.00,10.00,IE,Brackwell,D,D01
                """,
            name: "Cleo Vance", email: "cleo@example.com", address: "D01 Brackwell\nD IE"),
        SystemFile(
            system: "WooCommerce",
            text: """
                order_id,status,billing_first_name,billing_last_name,billing_company,billing_email,billing_phone,billing_address_1,billing_address_2,billing_postcode,billing_city,billing_state,billing_country
                7,completed,Dag,Rud,Rud AS,dag@example.com,555 0107,7 Elm Row,,0150,Brackwell,,NO
                """,
            name: "Dag Rud", email: "dag@example.com", phone: "555 0107", address: "7 Elm Row\n0150 Brackwell\nNO",
            company: "Rud AS"),
        SystemFile(
            system: "Square",
            text: """
                Reference ID,First Name,Last Name,Email Address,Phone Number,Nickname,Company Name,Street Address 1,Street Address 2,City,State,Postal Code,Birthday,Memo,Square Customer ID,Creation Source,First Visit,Last Visit,Transaction Count,Lifetime Spend,Email Subscription Status,Instant Profile
                ,Eli,Moss,eli@example.com,'+15550108,,Moss Works,8 Elm Row,,Brackwell,CA,94000,,,INVENTED08,Directory,,,0,$0.00,unknown,No
                """,
            name: "Eli Moss", email: "eli@example.com", phone: "+15550108", address: "8 Elm Row\n94000 Brackwell\nCA",
            company: "Moss Works"),
        SystemFile(
            system: "LinkedIn",
            text: """
                Notes:
                "When exporting your connection data, you may notice that some of the email addresses are missing."

                First Name,Last Name,URL,Email Address,Company,Position,Connected On
                Fay,Orr,https://www.linkedin.com/in/invented,fay@example.com,"Orr, Inc.",Engineer,01 Jan 2024
                """,
            name: "Fay Orr", email: "fay@example.com", company: "Orr, Inc."),
    ]

    private func file(_ text: String, _ names: ImportNames = ImportNames()) throws -> ImportFile {
        ImportFile(try SourceText(name: "people.csv", bytes: Array(text.utf8)), names: names)
    }

    @Test("Each is known by its header, and its customer read from it", arguments: files)
    func known(_ system: SystemFile) throws {
        let file = try file(system.text)
        #expect(file.reading?.system == system.system)
        _ = try ImportCheck(file)
        let record = try #require(try file.records().map { try $0.get() }.first)
        let details = try #require(record.creation?.details)
        #expect(details.name == system.name)
        #expect(details[.email] == system.email)
        #expect(details.phone == system.phone)
        #expect(details.address == system.address)
        #expect(details[.company] == system.company && details[.tags] == system.tags)
        #expect(record.others == system.others)
        #expect(!record.isIDGiven)
    }

    @Test(
        "Each is known with its columns in another order, with other separators, and with a column more",
        arguments: files)
    func shuffled(_ system: SystemFile) throws {
        guard system.system != "LinkedIn" else { return }
        var reader = CSVReader(Array(system.text.utf8))
        var rows: [[String]] = []
        while let row = reader.next() { rows.append(try row.get().fields) }
        let width = rows[0].count
        let text = rows.map { row in
            let padded = row + Array(repeating: "", count: width - row.count)
            return CustomerCSV.line(padded.reversed() + ["x"], delimiter: UInt8(ascii: ";"))
        }
        let file = try file(text.joined())
        #expect(file.reading?.system == system.system)
        #expect(try file.records().map { try $0.get().creation?.details.name } == [system.name])
    }

    @Test("What is not taken is said, once for all lines")
    func leftOut() throws {
        let stripe = try #require(Self.files.first { $0.system == "Stripe" })
        let reading = try #require(try file(stripe.text).reading)
        #expect(reading.leftOut.contains("Delinquent") && !reading.leftOut.contains("Email"))
    }

    @Test("What lines have besides is said of twenty of them, and the rest is counted")
    func remarks() throws {
        let head = "First Name,E-mail Address,E-mail 2 Address\n"
        let lines = (1...30).map { "P\($0),p\($0)@example.com,q\($0)@example.com\n" }
        let check = try ImportCheck(file(head + lines.joined()))
        #expect(check.remarks.count == 21)
        #expect(check.remarks.first == "line 2 has more than is taken: email q1@example.com")
        #expect(check.remarks.last == "… and 10 more lines with such values")
    }

    @Test("An empty cell takes nothing away there, for such a system only knows no value")
    func empties() throws {
        let record = try #require(
            try file("First Name,E-mail Address,Home Phone\nAnna,a@b.co,\n").records().map { try $0.get() }.first)
        #expect(record.fields.changes.keys.contains(.phone) == false)
    }

    @Test("What a person maps counts more than what is known of the system")
    func mapped() throws {
        let names = ImportNames([try #require(ColumnMapping("Company=name"))])
        let records = try file("First Name,Company,E-mail Address\nAnna,Aster Ltd,a@b.co\n", names).records()
        #expect(try records.map { try $0.get().creation?.details.name } == ["Aster Ltd"])
    }

    @Test(
        "Tags of others become words",
        arguments: [
            ("vip, north", "vip north"), ("\"VIP\",\"Blog reader\"", "VIP Blog-reader"), ("a;b", "a b"), ("(!)", ""),
            ("Größe & Maß", "Größe-Maß"), ("हिन्दी", "हिन्दी"),
        ])
    func tags(_ list: String, _ words: String) {
        #expect(ForeignTags.text(list) == words)
    }

    @Test("Our own names are no other system's")
    func own() throws {
        #expect(try file("name,email,phone,address\nA,a@b.co,,\n").reading == nil)
        #expect(try file(CustomerCSV.header(delimiter: CustomerCSV.comma)).reading == nil)
    }
}

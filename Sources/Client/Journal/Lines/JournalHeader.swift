import Domain
import FoundationEssentials

/// The first line of a journal: what it is, whose it is, and who may read and write it.
struct JournalHeader: Hashable, Sendable {
    var format: Int
    /// The oldest version of the format whose readers understand the lines.
    var minReader: Int
    /// The oldest version of the format whose writers keep what the lines mean.
    var minWriter: Int
    let journal: ID
    /// The origin to which the entries go, and to no other.
    var api: String
    /// One more with each file that takes the place of the one before.
    var generation: Int
    /// The number of the first line after this one.
    var first: JournalRecord.Sequence
    /// The version of the program that began the file.
    var program = ProductVersion.text

    /// Names the journal, through all the files that take each other's place.
    typealias ID = Identifier<JournalHeader>

    /// The newest version of the format that this program reads and writes.
    static let version = CustomerField.allCases.reduce(2) { max($0, $1.formatVersion) }

    init(
        journal: ID = .random(), api: String, generation: Int = 1, first: JournalRecord.Sequence = 1,
        for lines: LineFormat = LineFormat()
    ) {
        (format, minReader, minWriter) = (lines.writer, lines.reader, lines.writer)
        self.journal = journal
        self.api = api
        self.generation = generation
        self.first = first
    }

    /// The header of the file that takes this one's place.
    func next(first: JournalRecord.Sequence, for lines: LineFormat) -> JournalHeader {
        JournalHeader(journal: journal, api: api, generation: generation + 1, first: first, for: lines)
    }

    /// What the lines may ask of the programs that this header lets in.
    var lines: LineFormat { LineFormat(reader: minReader, writer: minWriter) }

    /// The version that is to be installed where this one is too old, in words.
    var writer: String {
        program.isEmpty || program == ProductVersion.text ? "a later version" : "version \(program) or later"
    }

    var line: [UInt8] {
        var writer = LineWriter()
        writer.write("format", format)
        writer.write("minReader", minReader)
        writer.write("minWriter", minWriter)
        writer.write("journal", journal.text)
        writer.write("api", api)
        writer.write("generation", generation)
        writer.write("first", first)
        writer.write("program", program)
        return writer.checksummed()
    }
}

extension JournalHeader: Decodable {
    private enum Member: String, CodingKey {
        case format, minReader, minWriter, journal, api, generation, first, program
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        func count<Count: BinaryInteger & Decodable>(_ member: Member) throws -> Count? {
            guard let value = try members.decodeIfPresent(Count.self, forKey: member) else { return nil }
            guard value > 0, value <= LineMembers.maximumNumber else {
                throw DecodingError.dataCorruptedError(
                    forKey: member, in: members, debugDescription: "is not the number of a line or a file")
            }
            return value
        }
        format = try members.decode(Int.self, forKey: .format)
        minReader = try members.decode(Int.self, forKey: .minReader)
        minWriter = try members.decode(Int.self, forKey: .minWriter)
        guard let journal = ID(try members.decode(String.self, forKey: .journal)) else {
            throw DecodingError.dataCorruptedError(forKey: .journal, in: members, debugDescription: "is not a UUID")
        }
        self.journal = journal
        api = try members.decode(String.self, forKey: .api)
        generation = try count(.generation) ?? 1
        first = try count(.first) ?? 1
        program = try members.decodeIfPresent(String.self, forKey: .program) ?? ""
    }
}

import Domain
import JournalProof
import Testing
import Wire

@testable import Journal

/// Lines as text.
@Suite("The lines of a journal")
struct LineTests {
    @Test("Whatever a history holds is read as it was written, and is one line of JSON each", arguments: 0..<20)
    func roundTrip(seed: UInt64) throws {
        var history = RandomHistory(seed: seed)
        var queue = EditQueue()
        for _ in 0..<150 {
            let bodies = history.append(to: queue)
            for body in bodies {
                let record = JournalRecord(
                    sequence: queue.lastSequence + 1, time: history.moment(), body: body)
                let line = record.line()
                #expect(LineScan(line, continuesLines: true).lines.map(\.record) == [record])
                #expect(line.count { $0 == UInt8(ascii: "\n") } == 1 && line.last == UInt8(ascii: "\n"))
                #expect(throws: Never.self) { try JSONObject(parsing: Array(line.dropLast())) }
                queue.apply(record)
            }
        }
    }

    @Test("A line is sealed by its last member, whose length is fixed")
    func seal() {
        let line = JournalRecord(sequence: 7, time: Timestamp(microseconds: 0), body: .unsent(for: 3)).line()
        let text = String(decoding: line, as: UTF8.self)
        #expect(text.hasPrefix(#"{"s":7,"t":"1970-01-01T00:00:00.000Z","k":"unsent","for":3,"h":""#))
        #expect(text.hasSuffix("\"}\n"))
        #expect(LineSeal.bytes == #""h":"0123456789abcdef0123456789abcdef"}"#.utf8.count)
    }

    @Test("A member that a kind does not know is passed over, and a kind that is not known is kept as it stands")
    func later() throws {
        let known = sealed(#"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1,"later":{"x":[1]}"#)
        let unknown = sealed(#"{"s":3,"t":"2026-01-01T00:00:00.000Z","k":"later","x":"\u00e9""#)
        let scan = LineScan(known + unknown, continuesLines: true)
        let text = String(decoding: unknown.dropLast(), as: UTF8.self)
        #expect(scan.lines.map(\.record.body) == [.unsent(for: 1), .unknown(kind: "later", line: text)])
    }

    @Test("A sealed line that makes no sense is damage", arguments: Self.nonsense)
    func senseless(text: String) {
        let scan = LineScan(sealed(text), continuesLines: true)
        #expect(scan.lines.isEmpty)
        #expect(scan.damaged.count == 1)
    }

    private static let nonsense: [String] = [
        #"{"s":1,"t":"2026-01-01T00:00:00.000Z","k":"edit","for":1"#,
        #"{"s":1,"t":"2026-13-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"unsent""#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"ack","for":1,"etag":"7""#,
        #"{"s":"2","t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2.5,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"cancel","for":1,"why":"mood""#,
        #"{"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"hold","id":"nobody""#,
        // Numbers that no journal reaches would overflow what is counted from them.
        #"{"s":0,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":-1,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":9223372036854775807,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        #"{"s":9007199254740993,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":1"#,
        // A line speaks of lines before it.
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"unsent","for":2"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"ack","for":9"#,
        #"{"s":2,"t":"2026-01-01T00:00:00.000Z","k":"sending","for":1,"op":"0b6e5a3e-4b9a-4b7e-9a53-0d0f6a3f2c11","covers":[1,2]"#,
    ]

    private func sealed(_ body: String) -> [UInt8] {
        let bytes = Array(body.utf8) + [UInt8(ascii: ",")]
        return bytes + LineSeal.seal(bytes) + [UInt8(ascii: "\n")]
    }
}

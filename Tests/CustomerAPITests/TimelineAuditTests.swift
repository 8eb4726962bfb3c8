import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("What the audit log says of timelines, the trash and erasures")
struct TimelineAuditTests {
    @Test("Who noted, took back, restored, erased and read what was is there with whom it was about, and no word of it")
    func timelines() async throws {
        let audit = AuditLines()
        let api = MemoryAPI(audit: audit)
        let anna = try await api.create(#"{"name": "Secretname", "email": "secretname@x.org"}"#)
        let bob = try await api.create(#"{"name": "Bob", "phone": "1"}"#)
        _ = await api.note(anna.id, "Secretnote")
        _ = await api.send(.delete, anna.id.path("notes/2"))
        for part in ["timeline", "versions/1", "at/2024-03-01T12:00:00Z", "duplicates", "versions/9"] {
            _ = await api.get(anna.id.path(part))
        }
        _ = await api.send(.post, anna.id.path("duplicates/\(bob.id.text)/dismiss"), [:], "{}")
        _ = await api.send(.delete, anna.id.path())
        _ = await api.get("/api/trash")
        _ = await api.send(.post, anna.id.path("restore"), [:], "{}")
        _ = await api.send(.post, anna.id.path("erase"), [:], "{}")
        _ = await api.send(.post, anna.id.path("erase"), [:], "{}", as: .admin)
        _ = await api.get("/api/erasures")
        let lines = try audit.all.dropFirst(2)
        let id = "/api/customers/{id}"
        let expected: [(String, Int, Double?, Double?)] = [
            ("\(id)/notes", 201, 1, nil), ("\(id)/notes/{seq}", 204, nil, nil), ("\(id)/timeline", 200, nil, 2),
            ("\(id)/versions/{version}", 200, 1, nil), ("\(id)/at/{time}", 200, 1, nil),
            ("\(id)/duplicates", 200, nil, 0),
            ("\(id)/versions/{version}", 404, nil, nil), ("\(id)/duplicates/{other}/dismiss", 204, nil, nil),
            (id, 204, nil, nil), ("/api/trash", 200, nil, 1), ("\(id)/restore", 200, 3, nil),
            ("\(id)/erase", 403, nil, nil),
            ("\(id)/erase", 204, nil, nil), ("/api/erasures", 200, nil, 1),
        ]
        #expect(lines.map { $0["route"] } == expected.map { .string($0.0) })
        #expect(lines.map { $0["status"] } == expected.map { .number(Double($0.1)) })
        #expect(lines.map { $0["version"] } == expected.map { $0.2.map { AnyJSON.number($0) } })
        #expect(lines.map { $0["count"] } == expected.map { $0.3.map { AnyJSON.number($0) } })
        for line in lines {
            guard case .string(let route)? = line["route"], route.hasPrefix(id) else { continue }
            #expect(line["customer_id"] == .string(anna.id.text) && line["principal"] == .string("kim"), "\(route)")
        }
        #expect(lines.compactMap { $0["other_id"] } == [.string(bob.id.text)])
        #expect(lines.map { $0["problem"] }.compactMap(\.self) == [.string("not-recorded"), .string("forbidden")])
        #expect(!audit.texts.joined().lowercased().contains("secret"))
    }
}

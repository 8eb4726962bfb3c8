import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Testing
import Wire

@testable import customers_api

@Suite("Metrics")
struct RequestCountsTests {
    @Test("Requests are counted by their route's template and their status, in buckets that include the smaller ones")
    func histogram() {
        let metrics = RequestCounts()
        metrics.record(route: .customers, status: 200, duration: .microseconds(500))
        metrics.record(route: .customers, status: 200, duration: .microseconds(501))
        metrics.record(route: .customers, status: 200, duration: .seconds(60))
        metrics.record(route: .customer(.random()), status: 404, duration: .milliseconds(3))
        metrics.record(route: .part(.random(), .note(7)), status: 204, duration: .milliseconds(3))
        metrics.record(route: .part(.random(), .past(.version(7))), status: 404, duration: .milliseconds(3))
        metrics.record(route: nil, status: 299, duration: .milliseconds(3))
        let lines = metrics.lines
        let name = "customers_api_request_duration_seconds"
        for line in [
            "\(name)_bucket{route=\"/api/customers\",status=\"200\",le=\"0.0005\"} 1",
            "\(name)_bucket{route=\"/api/customers\",status=\"200\",le=\"0.001\"} 2",
            "\(name)_bucket{route=\"/api/customers\",status=\"200\",le=\"10\"} 2",
            "\(name)_bucket{route=\"/api/customers\",status=\"200\",le=\"+Inf\"} 3",
            "\(name)_count{route=\"/api/customers\",status=\"200\"} 3",
            "\(name)_sum{route=\"/api/customers\",status=\"200\"} 60.001001",
            "\(name)_count{route=\"/api/customers/{id}\",status=\"404\"} 1",
            "\(name)_count{route=\"/api/customers/{id}/notes/{seq}\",status=\"204\"} 1",
            "\(name)_count{route=\"/api/customers/{id}/versions/{version}\",status=\"404\"} 1",
            "\(name)_count{route=\"none\",status=\"other\"} 1",
            "customers_api_requests_in_flight 0",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(!lines.contains { $0.contains("/api/health") }, "what nobody asked for has no line")
        #expect(lines.filter { $0.hasPrefix("# TYPE \(name) histogram") }.count == 1)
    }

    @Test("A request is in flight until it is answered")
    func inFlight() {
        let metrics = RequestCounts()
        metrics.begin()
        #expect(metrics.lines.contains("customers_api_requests_in_flight 1"))
        metrics.end()
        #expect(metrics.lines.contains("customers_api_requests_in_flight 0"))
    }

    @Test("Requests at once are all counted")
    func counting() async {
        let metrics = RequestCounts()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 { metrics.record(route: .health, status: 200, duration: .microseconds(1)) }
                }
            }
        }
        let count = "customers_api_request_duration_seconds_count{route=\"/api/health\",status=\"200\"} 8000"
        #expect(metrics.lines.contains(count))
    }

    @Test(
        "They are read on this machine only",
        arguments: [
            ("127.0.0.1:9464", true), ("localhost:0", true), ("[::1]:9464", true), ("unix:/run/metrics", true),
            ("0.0.0.0:9464", false), ("9464", false), ("127.0.0.1", false), ("127.0.0.1:", false),
            ("127.0.0.1:70000", false), ("example.org:9464", false), ("unix:", false), (":9464", false), ("", false),
        ])
    func addresses(text: String, isTaken: Bool) {
        #expect((MetricsAddress(argument: text) != nil) == isTaken)
    }
}

import Domain
import Testing
import Wire
import Wording

@Suite("Older servers")
struct OlderServerTests {
    private static func health(_ contract: String, _ capabilities: [Capability]) -> HealthJSON {
        HealthJSON(
            timestamp: Timestamp(microseconds: 0), version: "1.0.0", replicate: false, contract: contract,
            capabilities: capabilities)
    }

    @Test("What an older server lacks is said, by the names that it would tell", arguments: ["1.0", "2.0", "2.1"])
    func older(_ contract: String) throws {
        let capabilities = Capability.allCases.filter { ![.timeline, .trash, .erasures].contains($0) }
        let text = try #require(Self.health(contract, capabilities).shortcomings)
        #expect(text.contains("version \(contract) of the contract, without timeline, trash, erasures;"), "\(text)")
        #expect(text.hasSuffix("this program speaks \(HealthJSON.contract). Update the server."), "\(text)")
    }

    @Test("Of a server that is no older nothing is said", arguments: [HealthJSON.contract, "2.10", "3.0"])
    func notOlder(_ contract: String) {
        #expect(Self.health(contract, []).shortcomings == nil)
    }
}

import Domain
import JSON
import Testing

@testable import DynamoDB

@Suite("Attributes and checksums")
struct AttributeTests {
    @Test("Checksums are those of zlib")
    func checksum() {
        #expect(CRC32.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum([]) == 0)
    }

    @Test("Attributes of types that are not ours are passed over")
    func attributes() throws {
        let json = try #require(
            JSONValue(
                parsing: Array(
                    """
                    {"s":{"S":"x"},"n":{"N":"-12"},"b":{"B":"AP8="},"m":{"M":{"t":{"S":"y"},"u":{"BOOL":true}}},
                     "l":{"L":[]},"f":{"N":"1.5"},"o":{},"bad":{"B":"*"}}
                    """.utf8)))
        let expected: Item = [
            "s": "x", "n": .number(-12), "b": .binary([0, 255]), "m": .map(["t": "y"]),
        ]
        #expect(Item(json) == expected)
        #expect(Item(JSONValue(expected)) == expected)
    }
}

import Randomness
import TestSupport
import Testing

@testable import Screen

@Suite("Scalars that stand alone")
struct LoneScalarTests {
    private static let all = (UInt32(0)...0x10FFFF).compactMap(Unicode.Scalar.init).filter {
        LoneScalar.width($0) != nil
    }

    @Test("Each is drawn as a cluster of its own would be")
    func likeClusters() {
        for scalar in Self.all {
            let pieces = DisplayCluster(Character(scalar)).pieces
            #expect(pieces.map(\.scalar) == [scalar] && pieces.map(\.width) == [LoneScalar.width(scalar)])
        }
    }

    @Test("None joins with another one")
    func neverJoined() {
        var random = SplitMix(seed: 5)
        for _ in 0..<500 {
            let scalars = (0..<200).compactMap { _ in Self.all.randomElement(using: &random) }
            #expect(String(String.UnicodeScalarView(scalars)).count == scalars.count)
        }
    }

    @Test("A mark makes a text one that has to be looked at as a whole", arguments: ["e\u{301}", "\u{1F468}\u{200D}"])
    func marks(_ text: String) {
        #expect(LoneScalar.makesUp("José Núñez 漢字 Łukasz"))
        #expect(!LoneScalar.makesUp("Jos" + text))
    }
}

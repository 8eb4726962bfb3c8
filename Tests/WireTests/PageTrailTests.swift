import Testing
import Wire

@Suite("Pages lead to an end")
struct PageTrailTests {
    @Test("A cursor that leads back is an error, however far back", arguments: [1, 2, 500])
    func circles(length: Int) throws {
        var trail = PageTrail()
        for number in 0..<length { try trail.follow("c\(number)", hasNews: true) }
        #expect(throws: EndlessPages.self) { try trail.follow("c0", hasNews: true) }
    }

    @Test("Endless pages without a new customer are an error; a few empty pages are not")
    func nowhere() throws {
        var trail = PageTrail()
        for number in 0..<PageTrail.maximumFruitlessPages - 1 { try trail.follow("a\(number)", hasNews: false) }
        try trail.follow("b", hasNews: true)
        for number in 0..<PageTrail.maximumFruitlessPages - 1 { try trail.follow("c\(number)", hasNews: false) }
        #expect(throws: EndlessPages.self) { try trail.follow("d", hasNews: false) }
    }

    @Test("The last page leads nowhere")
    func end() throws {
        var trail = PageTrail()
        try trail.follow("a", hasNews: false)
        try trail.follow(nil, hasNews: false)
        try trail.follow(nil, hasNews: false)
    }
}

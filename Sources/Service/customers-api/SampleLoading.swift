struct SampleLoading {
    static let maximum = 10_000_000
    init(_ store: OpenedStore) {}
    func load(_ count: Int) async throws(StartFailure) {}
}

package import HTTP

/// A request and the resource that it is for, which is read off its path once.
package struct RoutedRequest: Hashable, Sendable {
    package private(set) var request: Request
    /// `nil` when there is no such resource.
    package let route: Route?

    package init(_ request: Request) {
        self.request = request
        route = Route(path: request.path)
    }

    /// The same request with the body that came after its head.
    package func with(body: [UInt8]) -> Self {
        var routed = self
        routed.request.body = body
        return routed
    }
}

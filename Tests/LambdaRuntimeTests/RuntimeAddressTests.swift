import Testing

@testable import LambdaRuntime

@Suite("Where the Runtime API is")
struct RuntimeAddressTests {
    @Test(
        "Host and port are separated",
        arguments: [
            ("127.0.0.1:9001", "127.0.0.1", 9001), ("169.254.100.1:9001", "169.254.100.1", 9001),
            ("localhost:80", "localhost", 80), ("[::1]:9001", "::1", 9001),
        ])
    func addresses(text: String, host: String, port: UInt16) throws {
        let address = try #require(RuntimeAddress(text))
        #expect((address.host, address.port) == (host, port))
        #expect(address.authority == text)
    }

    @Test(
        "Anything else is not an address",
        arguments: [
            "", ":", "localhost", ":9001", "h:0", "h:65536", "h:port", "h:-1", "a b:1", "http://h:1", "h\r\n:1",
        ])
    func others(text: String) {
        #expect(RuntimeAddress(text) == nil)
    }
}

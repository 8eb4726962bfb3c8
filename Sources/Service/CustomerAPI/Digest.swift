import Crypto

/// SHA-256 over parts that cannot run into each other: each one is preceded by its length.
package struct Digest {
    private var hash = SHA256()

    package init() {}

    mutating func add(_ bytes: some Collection<UInt8>) {
        withUnsafeBytes(of: UInt64(bytes.count).bigEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: Array(bytes))
    }

    package mutating func add(_ text: String) {
        add(text.utf8)
    }

    /// A value that may be missing, which is not the same as an empty one.
    mutating func add(optional text: String?) {
        add(text == nil ? "absent" : "present")
        if let text { add(text) }
    }

    package func bytes() -> [UInt8] {
        Array(hash.finalize())
    }
}

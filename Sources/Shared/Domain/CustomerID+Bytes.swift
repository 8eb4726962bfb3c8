package import FoundationEssentials

/// The form in which databases keep an identity.
extension CustomerID {
    /// The 16 bytes of the UUID; in their order, ids are ordered.
    package var bytes: Data {
        withUnsafeBytes(of: uuid.uuid) { Data($0) }
    }

    /// `nil` for anything but 16 bytes.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.init(Array(bytes).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) })
    }
}

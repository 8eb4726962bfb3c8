extension Item {
    /// As many bytes as DynamoDB counts, by which it charges (Developer Guide, "DynamoDB item sizes and formats").
    package var size: Int {
        reduce(0) { $0 + $1.key.utf8.count + $1.value.size }
    }
}

extension AttributeValue {
    fileprivate var size: Int {
        switch self {
        case .string(let text): text.utf8.count
        // Two digits a byte, and a byte for the length and one for the sign.
        case .number(let number): 2 + (String(number.magnitude).utf8.count + 1) / 2
        case .binary(let bytes): bytes.count
        case .strings(let texts): 3 + texts.reduce(0) { $0 + 1 + $1.utf8.count }
        case .map(let item): 3 + item.count + item.size
        }
    }
}

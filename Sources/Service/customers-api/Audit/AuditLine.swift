import Domain
import JSON

/// A line of an audit log as it is read.
struct AuditLine {
    /// As it was written, for the chain.
    let chain: AuditChain
    /// Up to the comma before `hash`.
    let text: ArraySlice<UInt8>
    /// All members, `hash` left out.
    let json: JSONValue

    /// `nil` for anything but a whole line.
    ///
    /// - Parameter bytes: without the end of the line.
    init?(_ bytes: [UInt8]) {
        let tail = AuditChain.separator.count + AuditChain.hashDigits + AuditChain.end.count
        guard bytes.count > tail, bytes.suffix(AuditChain.end.count).elementsEqual(AuditChain.end) else { return nil }
        let comma = bytes.count - tail
        let digits = bytes.count - AuditChain.end.count - AuditChain.hashDigits
        let hash = Array(bytes[digits..<(digits + AuditChain.hashDigits)])
        guard bytes[comma..<digits].elementsEqual(AuditChain.separator),
            hash.allSatisfy({ Hexadecimal.value(of: $0) != nil }),
            let json = JSONValue(parsing: Array(bytes[..<comma]) + [UInt8(ascii: "}")], maximumDepth: 4),
            let number = json["seq"]?.integer
        else { return nil }
        chain = AuditChain(hash: hash, number: number)
        text = bytes[..<comma]
        self.json = json
    }

    /// What it is about, if it is about the log itself.
    var mark: AuditMark.Kind? { self["kind"].flatMap(AuditMark.Kind.init(rawValue:)) }

    /// The chain that a mark says it goes on from.
    var origin: AuditChain? {
        guard mark != nil, let previous = self["previous"], previous.utf8.count == AuditChain.hashDigits else {
            return nil
        }
        return AuditChain(hash: Array(previous.utf8), number: chain.number - 1)
    }

    /// Whether it is what was written behind a line.
    func follows(_ other: AuditChain) -> Bool {
        chain.number == other.number + 1 && chain.hash == other.hash(following: text)
    }

    /// A member's text.
    subscript(_ name: String) -> String? { json[name]?.text }
}

extension JSONValue {
    /// A whole number.
    var integer: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }
}

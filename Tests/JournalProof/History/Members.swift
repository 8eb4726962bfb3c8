extension [UInt8] {
    /// The members of a JSON object that has not been closed yet, as they stand.
    package var members: [[UInt8]] {
        var members: [[UInt8]] = []
        var current: [UInt8] = []
        var (depth, isInText, isEscaped) = (0, false, false)
        for byte in dropFirst() {
            if isInText {
                if byte == UInt8(ascii: "\""), !isEscaped { isInText = false }
                isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInText = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: ",") where depth == 0:
                    members.append(current)
                    current = []
                    continue
                default: break
                }
            }
            current.append(byte)
        }
        return members + [current]
    }
}

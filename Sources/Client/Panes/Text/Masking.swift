import Domain

/// What passers-by may not read: the email's local part, the phone but its last four digits, the address.
enum Masking {
    static func masked(_ value: String, of field: CustomerField) -> String {
        switch field.spec.masking {
        case .nothing: value
        case .localPart: "***" + (value.lastIndex(of: "@").map { String(value[$0...]) } ?? "")
        case .allButLastDigits: "*** " + String(value.filter { ("0"..."9").contains($0) }.suffix(4))
        case .all: "***"
        }
    }
}

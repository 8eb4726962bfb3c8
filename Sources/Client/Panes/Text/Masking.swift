import Domain

/// What passers-by may not read: the email's local part, the phone but its last four digits, the address.
enum Masking {
    static func masked(_ value: String, of field: CustomerField) -> String {
        switch field.spec.masking {
        case .nothing: value
        case .localPart: "***" + (value.lastIndex(of: "@").map { String(value[$0...]) } ?? "")
        case .allButLastDigits: "*** " + String(numberDigits(value).suffix(4))
        case .all: "***"
        }
    }

    /// Without those of an extension, which are not the number's last.
    private static func numberDigits(_ phone: String) -> String {
        phone.prefix { $0 != "x" && $0 != "X" }.filter { ("0"..."9").contains($0) }
    }
}

package import Wire

extension HealthJSON {
    /// What this program can do and an older server cannot, with the next step; `nil` when the server is no older.
    package var shortcomings: String? {
        guard Self.numbers(contract).lexicographicallyPrecedes(Self.numbers(Self.contract)) else { return nil }
        let lacking = Capability.allCases.filter { !has($0) }.map(\.rawValue)
        let without = lacking.isEmpty ? "" : ", without " + lacking.joined(separator: ", ")
        return "It speaks version \(contract) of the contract\(without); this program speaks \(Self.contract). "
            + "Update the server."
    }

    private static func numbers(_ version: String) -> [Int] {
        version.split(separator: ".").map { Int($0) ?? 0 }
    }
}

extension DynamoDBCustomerStore {
    /// Whether a table can be called so, by DynamoDB's naming rules: 3 to 255 of `A–Z a–z 0–9 _ - .`
    package static func isTableName(_ name: String) -> Bool {
        (3...255).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".": true
                default: false
                }
            }
    }
}

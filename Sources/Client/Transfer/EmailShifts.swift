import Domain
import Wire

/// Emails that lines of a file free for other lines of it: the customer who has one gets another by the same file, as when
/// all move on by one.
///
/// The order of the lines does not matter, for requests wait for one another where they have to; but what none of them can
/// begin with, as when two change places, frees nothing.
struct EmailShifts {
    /// By the email that a customer has: the one they get, and the line that says so.
    private var moves: [String: (to: String, line: Int)] = [:]
    private var isFreed: [String: Bool] = [:]

    init() {}

    /// - Parameters:
    ///   - emailNow: the key of the email that a customer has before the file.
    ///   - owner: who has an email before the file.
    init(
        _ records: [ImportRecord], emailNow: (CustomerID) -> String?, owner: (String) -> CustomerID?
    ) {
        // Who is recognised by the email keeps it.
        for record in records where record.isIDGiven {
            guard let new = record.emailKey, let old = emailNow(record.id), old != new else { continue }
            moves[old] = (new, record.line)
        }
        for email in moves.keys { follow(email) { owner($0) != nil } }
    }

    /// Whether a line can have its email because another line frees it; one that names its customer by the email alone
    /// means the customer who has that when its turn comes.
    func frees(_ record: ImportRecord) -> Bool {
        guard let email = record.emailKey, isFreed[email] == true, let move = moves[email] else { return false }
        return record.isIDGiven || move.line < record.line
    }

    private mutating func follow(_ start: String, isTaken: (String) -> Bool) {
        var path: [String] = []
        var (email, known) = (start, isFreed[start])
        while known == nil, let move = moves[email], isFreed.updateValue(false, forKey: email) == nil {
            path.append(email)
            known = isTaken(move.to) ? isFreed[move.to] : true
            email = move.to
        }
        for email in path { isFreed[email] = known ?? false }
    }
}

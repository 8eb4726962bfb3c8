import Domain
import Transfer

/// A record that cannot be written while somebody else has what it is to have.
struct BlockedRecord: Sendable {
    let record: ImportRecord
    /// What stands against it, as a whole sentence.
    let message: String
    /// Who has what the record is to have.
    let owner: CustomerID?
    /// What a dry run says once another line takes that from them.
    let otherwise: Importer.Outcome?
}

extension [BlockedRecord] {
    /// Records in which a customer gives an email up come before those in which another gets it.
    var ordered: [ImportRecord] {
        var waiting = byCustomer
        var ordered: [ImportRecord] = []
        for first in self {
            var chain: [ImportRecord] = []
            var next = waiting.removeValue(forKey: first.record.id)
            while let one = next {
                chain.append(one.record)
                next = one.owner.flatMap { waiting.removeValue(forKey: $0) }
            }
            ordered += chain.reversed()
        }
        return ordered
    }

    /// What becomes of each: of a dry run what it would be where those who move on make room, and a refusal of the rest.
    func outcomes(freedBy movers: [CustomerID]) -> [Importer.Outcome] {
        let freed = freed(by: movers)
        let circular = circular
        return map { one in
            let line = one.record.line
            if freed.contains(line), let otherwise = one.otherwise { return otherwise }
            return .refused(one.message + (circular[line].map(Self.waitsForItself) ?? ""))
        }
    }

    private static func waitsForItself(_ line: Int) -> String {
        ", who is to get another by line \(line), which waits for this one: give one of them an email that nobody has, import "
            + "that, and then this file again"
    }

    private var byCustomer: [CustomerID: BlockedRecord] {
        Dictionary(map { ($0.record.id, $0) }) { first, _ in first }
    }

    /// The lines that others make room for, one after the other.
    private func freed(by movers: [CustomerID]) -> Set<Int> {
        var waiting = Dictionary(grouping: filter { $0.owner != nil && $0.otherwise != nil }) { $0.owner }
        var (lines, movers) = (Set<Int>(), movers)
        while let mover = movers.popLast() {
            guard let first = waiting.removeValue(forKey: mover)?.first else { continue }
            lines.insert(first.record.line)
            if case .updated? = first.otherwise { movers.append(first.record.id) }
        }
        return lines
    }

    /// The lines of which each waits for the next, and the last for the first: with the line that each waits for.
    private var circular: [Int: Int] {
        let byCustomer = byCustomer
        var (seen, circular) = (Set<Int>(), [Int: Int]())
        for one in self {
            var path: [Int] = []
            var next: BlockedRecord? = one
            while let record = next, seen.insert(record.record.line).inserted {
                path.append(record.record.line)
                next = record.owner.flatMap { byCustomer[$0] }
            }
            guard let again = next?.record.line, let start = path.firstIndex(of: again) else { continue }
            for (line, other) in zip(path[start...], path[(start + 1)...] + [again]) { circular[line] = other }
        }
        return circular
    }
}

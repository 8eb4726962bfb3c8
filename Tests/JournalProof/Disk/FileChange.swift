/// What a program does to a file's bytes.
enum FileChange: Hashable, Sendable {
    case write([UInt8], at: Int)
    case truncate(Int)

    func apply(to bytes: inout [UInt8]) {
        switch self {
        case .write(let new, let offset): Self.overlay(new, at: offset, on: &bytes)
        case .truncate(let size): Self.resize(&bytes, to: size)
        }
    }

    /// What may be there afterwards when the power fails before a sync: a write may be lost, torn anywhere, or have
    /// made the file longer without its bytes, which are NUL then.
    func losses(from bytes: [UInt8], _ tears: Tears) -> Set<[UInt8]> {
        var outcomes: Set<[UInt8]> = [bytes]
        switch self {
        case .truncate:
            var cut = bytes
            apply(to: &cut)
            outcomes.insert(cut)
        case .write(let new, let offset):
            for kept in tears.lengths(of: new) {
                var torn = bytes
                Self.overlay(Array(new.prefix(kept)), at: offset, on: &torn)
                outcomes.insert(torn)
                Self.resize(&torn, to: max(torn.count, offset + new.count))
                outcomes.insert(torn)
            }
        }
        return outcomes
    }

    private static func overlay(_ new: [UInt8], at offset: Int, on bytes: inout [UInt8]) {
        if bytes.count < offset + new.count { resize(&bytes, to: offset + new.count) }
        bytes.replaceSubrange(offset..<offset + new.count, with: new)
    }

    private static func resize(_ bytes: inout [UInt8], to size: Int) {
        if size <= bytes.count {
            bytes.removeLast(bytes.count - size)
        } else {
            bytes += repeatElement(0, count: size - bytes.count)
        }
    }
}

/// Where writes are torn.
package enum Tears: Hashable, Sendable {
    /// Those to one file after every byte, unless other writes are on their way as well; others at their edges.
    case everywhere(in: String)
    /// Where something can go wrong: at both ends, in the middle, and around the ends of lines.
    case atEdges

    func lengths(of bytes: [UInt8]) -> [Int] {
        switch self {
        case .everywhere: return Array(0...bytes.count)
        case .atEdges:
            let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
            let lengths = [0, 1, bytes.count / 2, bytes.count] + ends.suffix(2).flatMap { [$0, $0 + 1] }
            return lengths.filter { $0 <= bytes.count }
        }
    }
}

/// What a program does to a directory.
enum EntryChange: Hashable, Sendable {
    case put(String, node: Int)
    case remove(String)
    /// Both names change, or none.
    case rename(String, to: String, node: Int)

    func apply(to entries: inout [String: Int]) {
        switch self {
        case .put(let name, let node): entries[name] = node
        case .remove(let name): entries[name] = nil
        case .rename(let old, let new, let node):
            entries[old] = nil
            entries[new] = node
        }
    }

    var names: [String] {
        switch self {
        case .put(let name, _), .remove(let name): [name]
        case .rename(let old, let new, _): [old, new]
        }
    }

    func losses(from entries: [String: Int]) -> Set<[String: Int]> {
        var changed = entries
        apply(to: &changed)
        return [entries, changed]
    }
}

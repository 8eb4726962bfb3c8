/// What is left after a power cut.
extension DiskImage {
    /// Every image that the disk may hold after one: of what was not synced, each name, each length and each byte may
    /// be there or not, whatever became of the others.
    ///
    /// A write is torn at every byte while the names are all as they were synced or all as they are now, and no other
    /// write is on its way; at its edges otherwise, because there are too many.
    package func afterPowerCut(_ tears: Tears) -> Set<DiskImage> {
        let directories = nodes.compactMapValues { node in
            if case .directory(let log) = node.content { log } else { nil }
        }
        let all = product(of: directories) { log in log.outcomes({ $0.apply(to: &$1) }, lose: { $0.losses(from: $1) }) }
        let extremes = [directories.mapValues(\.current), directories.mapValues { $0.least { $0.apply(to: &$1) } }]
        return Set(all.flatMap { names in images(names, extremes.contains(names) ? tears : .atEdges) })
    }

    /// The images with these names.
    private func images(_ names: [Int: [String: Int]], _ tears: Tears) -> [DiskImage] {
        let reachable = Self.reachable(names)
        let files = nodes.filter { reachable.contains($0.key) }.compactMapValues { node in
            if case .file(let log) = node.content { log } else { nil }
        }
        let contents = product(of: files) { log in
            let own = tears.concern(log, in: self, alone: files.values.count { !$0.changes.isEmpty } == 1)
            return log.outcomes({ $0.apply(to: &$1) }, lose: { $0.losses(from: $1, own) })
        }
        let directories = names.mapValues { Fixed.directory($0) }
        return contents.map { files in
            DiskImage(fixed: directories.merging(files.mapValues { Fixed.file($0) }) { $1 }, of: self)
        }
    }

    private static func reachable(_ names: [Int: [String: Int]]) -> Set<Int> {
        var reached: Set<Int> = []
        var open = [0]
        while let node = open.popLast() {
            if reached.insert(node).inserted { open += names[node].map { Array($0.values) } ?? [] }
        }
        return reached
    }

    /// Every way to choose one outcome for each.
    private func product<Value, Outcome>(
        of values: [Int: Value], _ outcomes: (Value) -> Set<Outcome>
    ) -> [[Int: Outcome]] {
        values.reduce([[:]]) { choices, value in
            let outcomes = outcomes(value.value)
            return choices.flatMap { choice in outcomes.map { choice.merging([value.key: $0]) { $1 } } }
        }
    }

    /// The image of which nothing is left but what was synced.
    package var afterTheWorstPowerCut: DiskImage {
        DiskImage(
            fixed: nodes.mapValues { node in
                switch node.content {
                case .file(let log): .file(log.least { $0.apply(to: &$1) })
                case .directory(let log): .directory(log.least { $0.apply(to: &$1) })
                }
            }, of: self)
    }

    /// The image in which everything is on the disk.
    package var afterTheMildestPowerCut: DiskImage {
        DiskImage(
            fixed: nodes.mapValues { node in
                switch node.content {
                case .file(let log): .file(log.current)
                case .directory(let log): .directory(log.current)
                }
            }, of: self)
    }

    /// What a power cut may undo: the changes of names, and the sizes of files with changes, in no particular order.
    var unsyncedNames: [String] {
        nodes.values.flatMap { node -> [String] in
            switch node.content {
            case .file(let log): log.changes.map { "\($0.fate) \(log.current.count)" }
            case .directory(let log): log.changes.map { "\($0.fate) \($0.change.names)" }
            }
        }.sorted()
    }

    /// How many changes a power cut may undo.
    package var unsyncedCount: Int {
        nodes.values.reduce(0) { count, node in
            switch node.content {
            case .file(let log): count + log.changes.count { $0.fate != .synced }
            case .directory(let log): count + log.changes.count { $0.fate != .synced }
            }
        }
    }

    private enum Fixed {
        case file([UInt8])
        case directory([String: Int])
    }

    /// What can be reached, numbered in the order of the names, so that equal disks are equal images.
    private init(fixed: [Int: Fixed], of image: DiskImage) {
        var numbers: [Int: Int] = [:]
        var nodes: [Int: Node] = [:]
        func place(_ old: Int) -> Int {
            if let number = numbers[old] { return number }
            let number = numbers.count
            numbers[old] = number
            let permissions = image.nodes[old]?.permissions ?? 0
            switch fixed[old] {
            case .file(let bytes)?: nodes[number] = Node(content: .file(Log(bytes)), permissions: permissions)
            case .directory(let entries)?:
                var placed: [String: Int] = [:]
                for (name, node) in entries.sorted(by: { $0.key < $1.key }) { placed[name] = place(node) }
                nodes[number] = Node(content: .directory(Log(placed)), permissions: permissions)
            case nil: break
            }
            return number
        }
        _ = place(0)
        self.init(nodes)
    }
}

extension Tears {
    /// Where the writes to one file are torn.
    fileprivate func concern(_ log: Log<[UInt8], FileChange>, in image: DiskImage, alone: Bool) -> Tears {
        guard case .everywhere(let path) = self else { return .atEdges }
        return alone && log.changes.count == 1 && image[path] == log.current ? self : .atEdges
    }
}

/// What an audit log's lines say about whether they are all there, as they were written.
struct AuditVerification {
    /// What is wrong, in the order of the lines.
    private(set) var faults: [String] = []
    /// What is worth knowing and nobody's doing, as a line that a killed process has left unfinished.
    private(set) var remarks: [String] = []
    private(set) var lineCount = 0
    /// Whether the last line is that of a server that has ended.
    private(set) var isEnded = false
    /// Where the last line stands.
    var end: AuditChain? { ends.first }

    /// What the next line may follow: the last one's hash as it stands there, and as it should be. Empty before the first line.
    private var ends: [AuditChain] = []
    /// A line that is none, about which what comes next decides.
    private var broken: (place: String, isWhole: Bool)?
    /// Files without a line, about which what comes next decides, too.
    private var emptyFiles: [String] = []
    /// The hashes of the lines that began a chain.
    private var beginnings: Set<[UInt8]> = []
    /// The hash of the line before the first one, where that was seen before.
    private let seen: [UInt8]?

    /// - Parameter seen: the hash that the first line goes on from, 64 hexadecimal digits; without one the files have to begin
    ///   where the log did.
    init(after seen: [UInt8]? = nil) {
        self.seen = seen
    }

    private enum Next {
        /// The first one of a file has nothing but broken lines before it.
        case line(AuditLine, isFirst: Bool)
        case brokenLine
        case endOfFile
    }

    /// Looks at a whole file, which goes on from the files before it.
    mutating func read(_ path: String) throws(StartFailure) {
        var reader = try AuditLogReader(path)
        var isFirst = true
        while let line = try reader.next() {
            lineCount += 1
            let place = "\(path), line \(reader.number)"
            if let parsed = AuditLine(line.bytes) {
                settle(.line(parsed, isFirst: isFirst))
                read(parsed, at: place, isFirst: isFirst)
                isFirst = false
            } else {
                settle(.brokenLine)
                broken = (place, line.isWhole)
            }
        }
        settle(.endOfFile)
        if reader.number == 0 { emptyFiles.append(path) }
    }

    /// After the last file.
    mutating func finish() {
        settleEmptyFiles(areSound: false)
    }

    // MARK: - Lines that are none

    /// Says what a broken line is: a process that was killed leaves one at the file's end, and the next one begins behind it.
    private mutating func settle(_ next: Next) {
        guard let (place, isWhole) = broken else { return }
        broken = nil
        let isUnfinished =
            switch next {
            case .line(let line, let isFirst):
                line.origin.map { origin in
                    (ends.contains(origin) || isFirst && (origin == .beginning || origin.hash == seen))
                        && line.follows(origin)
                } ?? false
            case .brokenLine: false
            case .endOfFile: !isWhole
            }
        if isUnfinished {
            remarks.append("\(place) is unfinished: its process was killed, or could not write.")
        } else {
            faults.append("\(place) is cut or was changed.")
            isEnded = false
        }
    }

    /// - Parameter areSound: whether the lines behind them go on from those before.
    private mutating func settleEmptyFiles(areSound: Bool) {
        for path in emptyFiles {
            if areSound {
                remarks.append("\(path) holds no line, and none is missing there.")
            } else {
                faults.append("\(path) holds no line: it was emptied, or no server has written to it.")
            }
        }
        emptyFiles = []
    }

    // MARK: - Lines

    private mutating func read(_ line: AuditLine, at place: String, isFirst: Bool) {
        if ends.isEmpty { begin(with: line, at: place) }
        var isOwn = false
        if isFirst, line.chain.number == 1, line.origin == .beginning, ends != [.beginning] {
            isOwn = true
            beginAnew(with: line, at: place)
        }
        if line.origin == .beginning { beginnings.insert(line.chain.hash) }
        settleEmptyFiles(areSound: !isOwn && ends.contains(where: line.follows))
        check(line, at: place)
        isEnded = line.mark == .stop
    }

    /// Of the first line of all only what it says itself is known about what was before it.
    private mutating func begin(with line: AuditLine, at place: String) {
        if let seen {
            ends = [AuditChain(hash: seen, number: line.chain.number - 1)]
            guard !ends.contains(where: line.follows) else { return }
            faults.append("\(place) does not go on from the line of that hash: lines are missing, or it was changed.")
            ends = []
            return
        }
        guard let origin = line.origin else {
            faults.append("\(place) is not the first that was written: those before it are missing.")
            return
        }
        ends = [origin]
        // Lines before it that are none were named.
        guard origin != .beginning, origin.number != lineCount - 1 else { return }
        let hash = String(decoding: origin.hash, as: UTF8.self)
        faults.append(
            """
            \(place) goes on from line number \(origin.number), which is in no file before it. Name the earlier files; if that \
            line was checked and is kept no more: --after \(hash)
            """)
    }

    private mutating func beginAnew(with line: AuditLine, at place: String) {
        guard !beginnings.contains(line.chain.hash) else {
            faults.append("\(place) was read before: the file is named twice, or it is a copy of one that is named.")
            ends = [.beginning]
            return
        }
        let end = isEnded ? "" : ", which does not end with the end of its server"
        remarks.append(
            "\(place) begins a chain of its own: nothing tells whether lines are missing at the end of the file before\(end)."
        )
        ends = [.beginning]
    }

    private mutating func check(_ line: AuditLine, at place: String) {
        guard let last = ends.first else {
            ends = [line.chain]
            return
        }
        let missing = line.chain.number - last.number - 1
        if missing < 0 {
            // The lines behind it go on from those before it.
            faults.append("\(place) stands in another place than it was written, or twice.")
            return
        }
        if missing > 0 {
            faults.append("before \(place), \(missing == 1 ? "a line is" : "\(missing) lines are") missing.")
        } else if !ends.contains(where: line.follows) {
            faults.append("\(place) was changed.")
            ends = [line.chain, AuditChain(hash: last.hash(following: line.text), number: line.chain.number)]
            return
        }
        ends = [line.chain]
    }
}

/// What an audit log's lines say about whether they are all there, as they were written.
struct AuditVerification {
    /// What is wrong, in the order of the lines.
    private(set) var faults: [String] = []
    /// What is worth knowing and nobody's doing, as a line that a killed process has left unfinished.
    private(set) var remarks: [String] = []
    private(set) var lineCount = 0
    /// Where the last line stands.
    var end: AuditChain? { ends.first }

    /// What the next line may follow: the last one's hash as it stands there, and as it should be. Empty before the first line.
    private var ends: [AuditChain] = []
    /// A line that is none, about which what comes next decides.
    private var broken: (place: String, isWhole: Bool)?

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
                    (ends.contains(origin) || isFirst && origin == .beginning) && line.follows(origin)
                } ?? false
            case .brokenLine: false
            case .endOfFile: !isWhole
            }
        if isUnfinished {
            remarks.append("\(place) is unfinished: its process was killed, or could not write.")
        } else {
            faults.append("\(place) is cut or was changed.")
        }
    }

    // MARK: - Lines

    private mutating func read(_ line: AuditLine, at place: String, isFirst: Bool) {
        if ends.isEmpty { begin(with: line, at: place) }
        if isFirst, line.chain.number == 1, line.origin == .beginning, ends != [.beginning] {
            remarks.append(
                "\(place) begins a chain of its own: no earlier file was there. Nothing tells what that one held.")
            ends = [.beginning]
        }
        judge(line, at: place)
    }

    /// Of the first line of all only what it says itself is known about what was before it.
    private mutating func begin(with line: AuditLine, at place: String) {
        guard let origin = line.origin else {
            faults.append("\(place) is not the first that was written: those before it are missing.")
            ends = []
            return
        }
        ends = [origin]
        guard origin != .beginning else { return }
        remarks.append("\(place) goes on from line number \(origin.number), of an earlier file.")
    }

    private mutating func judge(_ line: AuditLine, at place: String) {
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

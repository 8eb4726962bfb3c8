import SystemPackage

/// Why the journal cannot be opened, read or written.
package struct JournalFailure: Error, Hashable, Sendable {
    package let kind: Kind
    /// What happened and what to do, for people; contains no customer data.
    package let message: String

    package enum Kind: Hashable, Sendable {
        /// The disk or the person's share of it is full.
        case noRoom
        /// The file system takes no changes.
        case readOnly
        /// The person may not read or write there.
        case denied
        /// The file or the directory belongs to another user, or is not a file or directory at all.
        case notOurs
        /// The file system has no locks.
        case cannotBeLocked
        /// The directory is not there and cannot be made.
        case noPlace
        /// A later version of the program has written it.
        case newer
        /// The disk fails.
        case inputOutput
    }

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// - Parameter step: what was tried, as in "Cannot … ".
    init(_ code: Errno, _ step: String) {
        let (kind, nextStep) = Self.meaning(code)
        self.init(kind, "Cannot \(step): \(code.description). \(nextStep)")
    }

    static func locking(_ code: Errno, _ path: String) -> JournalFailure {
        switch code {
        case .noLocks, .notSupported, .notSupportedOnSocket, .invalidArgument, .noFunction:
            JournalFailure(
                .cannotBeLocked,
                "\(path) is on a file system without locks. Set XDG_DATA_HOME to a directory on a local disk.")
        default: JournalFailure(code, "lock \(path)")
        }
    }

    static func notOurs(_ path: String, _ what: String) -> JournalFailure {
        JournalFailure(.notOurs, "\(path) \(what). Move it away, or set XDG_DATA_HOME to a directory of your own.")
    }

    /// Nobody enters so many edits: some other program has written the last line.
    static func noNumbersLeft(_ place: JournalPlace) -> JournalFailure {
        JournalFailure(
            .notOurs,
            "The last line of \(place.journal) has the highest number that there is, so nothing can be added to it. "
                + "Look at what waits (customers queue), move the file away, and enter it again.")
    }

    /// - Parameter header: that of the file, which names the version that began it.
    static func newer(_ path: String, _ header: JournalHeader?) -> JournalFailure {
        let version = header?.writer ?? "a later version"
        return JournalFailure(.newer, "\(path) was written by a later version of customers. Install \(version).")
    }

    private static func meaning(_ code: Errno) -> (kind: Kind, nextStep: String) {
        switch code {
        case .noSpace, .diskQuotaExceeded, .fileTooLarge: (.noRoom, "Free some space, then save again.")
        case .readOnlyFileSystem: (.readOnly, "Set XDG_DATA_HOME to a directory that can be written.")
        case .permissionDenied, .notPermitted:
            (.denied, "Give yourself access to it, or set XDG_DATA_HOME to a directory of your own.")
        case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels:
            (.noPlace, "Set XDG_DATA_HOME to a directory that can be written.")
        default: (.inputOutput, "Check the disk, export what is on the screen, then save again.")
        }
    }
}

/// Why an append did not happen.
package enum JournalAppendFailure: Error, Hashable, Sendable {
    /// What is in the queue now does not allow it.
    case refused(QueueError)
    /// Nothing may be entered into this journal.
    case closed(JournalStatus)
    /// It is not on the disk and not in the queue.
    ///
    /// - Parameter mayReappear: whether the disk refused to take back what it had taken already, so that it may turn up
    ///   at a later start.
    case notSaved(JournalFailure, mayReappear: Bool)
}

/// What may be done with a journal.
package enum JournalStatus: Hashable, Sendable {
    case ready
    /// It has unfinished entries for another API: they are shown, nothing is sent, nothing may be entered.
    ///
    /// - Parameters:
    ///   - api: whose they are.
    ///   - asked: the one that this program talks to.
    case foreign(api: String, asked: String)
    /// It can be read only.
    ///
    /// - Parameter reason: a message for people that says what to do.
    case readOnly(reason: String)
    /// It was damaged so that nobody knows whose entries are concerned: nothing is sent until the person confirms.
    case unconfirmed
}

/// Something found when a journal was opened or read, as a message for people without customer data.
package struct JournalFinding: Hashable, Sendable {
    package let kind: Kind
    package let message: String

    package enum Kind: Hashable, Sendable {
        /// An edit whose saving was interrupted was cut off; it had never been shown as saved.
        case unfinished
        /// Lines were damaged, missing, doubled or out of order.
        case damaged
        /// The first line was damaged; the rest was read all the same.
        case salvaged
        /// The file was deleted or replaced while the program ran, or since it ran last.
        case replaced
        /// Others could read it.
        case exposed
    }

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

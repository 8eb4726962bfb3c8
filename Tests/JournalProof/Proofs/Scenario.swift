import Journal

/// Something that programs do with a journal, on a disk that is there already.
package struct Scenario: Sendable, CustomStringConvertible {
    package let name: String
    package let image: DiskImage
    package let account: Account
    /// The API that the next program works with.
    package var api = Life.api
    /// Whether the person has to be asked before anything is sent, whatever happens.
    package var isHeld = false
    /// Whether what another program does in between is undone, as by a wipe.
    package var undoesOthers = false
    /// Whether something was damaged before, so that an alarm is none too many.
    package var isDamaged = false
    /// Whether its program is of an older version, to which the file is closed in the end: a person starts the newer one.
    package var isOutdated = false
    /// What becomes of calls besides the crash.
    package var rule: InterceptedDisk.Rule = { _ in .pass }
    package let play: @Sendable (inout Life) -> Void

    package var description: String { name }

    package init(
        _ name: String, on ground: (image: DiskImage, account: Account),
        _ play: @escaping @Sendable (inout Life) -> Void
    ) {
        self.name = name
        (image, account) = ground
        self.play = play
    }

    /// Plays it once.
    ///
    /// - Returns: the disk as it is then, what the person was told, and the calls that were made.
    package func run(
        on disk: SimulatedDisk? = nil, _ account: Account? = nil, sabotage: Sabotage? = nil,
        rule: @escaping InterceptedDisk.Rule
    ) -> (life: Life, disk: InterceptedDisk) {
        let own = self.rule
        let disk = InterceptedDisk(disk ?? SimulatedDisk(image)) { moment in
            let decision = rule(moment)
            return decision == .pass ? own(moment) : decision
        }
        var life = Life(sabotage?.applied(to: disk) ?? disk, account ?? self.account)
        play(&life)
        life.takeFindings()
        return (life, disk)
    }
}

// MARK: - What must be true of it

extension Scenario {
    /// What is wrong with what the next program finds.
    func violations(of next: Life) -> [Violation] {
        guard let journal = next.journal else { return [.unusable(next.failure?.message ?? "not opened")] }
        var violations = next.account.violations(of: journal.queue)
        if case .foreign = journal.status { violations.append(.misdirected) }
        if isHeld, journal.status != .unconfirmed { violations.append(.notHeld) }
        if !isDamaged, next.findings.contains(where: { $0.kind != .unfinished }) { violations.append(.falseAlarm) }
        return violations
    }
}

// MARK: - Grounds

extension Scenario {
    package typealias Ground = (image: DiskImage, account: Account)

    /// A home and nothing in it.
    package static let home: Ground = (DiskImage(directories: ["/home"], files: [:]), Account())

    /// What is left, for certain, of a program that did this.
    package static func after(_ play: (inout Life) -> Void) -> Ground {
        let disk = SimulatedDisk(home.image)
        var life = Life(disk)
        life.open()
        play(&life)
        life.end()
        return (disk.image.afterTheWorstPowerCut, life.account)
    }

    /// The same with the journal's bytes changed.
    package static func changed(_ ground: Ground, _ change: (inout [UInt8]) -> Void) -> Ground {
        var bytes = ground.image[Life.path] ?? []
        change(&bytes)
        let directories = ["/home", "/home/data", "/home/data/customers", Life.directory]
        return (DiskImage(directories: directories, files: [Life.path: bytes]), ground.account)
    }
}

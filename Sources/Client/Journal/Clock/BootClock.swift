import Domain
import Files
import Glibc

/// A moment by the clock that nobody sets: milliseconds since the machine was started, its sleep included
/// (clock_gettime(2), `CLOCK_BOOTTIME`), and which start that was (random(4), `boot_id`).
///
/// Moments of two starts cannot be compared.
package struct BootMoment: Hashable, Sendable {
    package let boot: String
    /// Up to ``LineMembers/maximumNumber``, the largest integer that every reader of JSON has.
    package let milliseconds: Int64

    package init(boot: String, milliseconds: Int64) {
        self.boot = boot
        self.milliseconds = milliseconds
    }

    package func advanced(by duration: Duration) -> BootMoment {
        BootMoment(boot: boot, milliseconds: milliseconds + Int64(duration / .milliseconds(1)))
    }

    /// How long it is from `start` to here; `nil` when they are of two starts.
    package func duration(since start: BootMoment) -> Duration? {
        guard boot == start.boot else { return nil }
        return .milliseconds(milliseconds - start.milliseconds)
    }
}

/// Says what ``BootMoment`` it is.
package protocol BootClock: Sendable {
    var now: BootMoment { get }
}

/// The machine's own.
package struct SystemBootClock: BootClock {
    /// Where the system does not tell, a name that no other program has: then every moment is of another start.
    private static let boot: String =
        ProcessFile.text(of: "/proc/sys/kernel/random/boot_id")?.trimmed ?? Identifier<BootMoment>.random().text

    package init() {}

    package var now: BootMoment {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return BootMoment(boot: Self.boot, milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

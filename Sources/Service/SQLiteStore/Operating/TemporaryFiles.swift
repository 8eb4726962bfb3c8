import Dispatch
import Glibc
import Synchronization

/// Files that are none yet: a signal that ends the program takes them along.
package enum TemporaryFiles {
    private static let paths = Mutex<Set<String>>([])
    /// Signals are heard as long as these live.
    private static let sources = Mutex<[any DispatchSourceSignal]>([])

    static func add(_ path: String) {
        paths.withLock { paths in _ = paths.insert(path) }
    }

    static func remove(_ path: String) {
        paths.withLock { paths in _ = paths.remove(path) }
    }

    /// Has SIGINT, SIGTERM and SIGHUP remove the files and then end the program as they do by themselves.
    ///
    /// For a command that makes a file and ends; what SIGKILL leaves is made anew by the next one.
    package static func removeOnSignals() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number, SIG_IGN)
            sources.withLock { sources in sources.append(source(of: number)) }
        }
    }

    private static func source(of number: CInt) -> sending any DispatchSourceSignal {
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { end(number) }
        source.resume()
        return source
    }

    /// Nobody adds a file meanwhile: the lock is never let go of.
    private static func end(_ number: CInt) {
        paths.withLock { paths in
            for path in paths { unlinkDatabase(path) }
            signal(number, SIG_DFL)
            // To this thread: dispatch reads what is sent to the process, which all of its threads block.
            var own = sigset_t()
            sigemptyset(&own)
            sigaddset(&own, number)
            pthread_sigmask(SIG_UNBLOCK, &own, nil)
            raise(number)
            pause()
        }
    }

    /// Takes a database away with what SQLite has beside it.
    static func unlinkDatabase(_ path: String) {
        for suffix in [""] + StorePath.companions { unlink(path + suffix) }
    }
}

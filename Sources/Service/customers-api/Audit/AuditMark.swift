import CustomerAPI
import Domain

/// A line that is about the audit log itself.
struct AuditMark {
    let kind: Kind
    let moment: Timestamp
    /// The hash that the chain goes on from.
    let previous: [UInt8]
    /// Why lines could not be written.
    var cause: String?

    enum Kind: String {
        /// A process begins.
        case start
        /// It goes on in a file that was not there, or had another content.
        case continued
        /// It goes on after a time in which it could not write, and answered nothing.
        case resumed
        /// It ends of its own accord.
        case stop
    }

    /// Appends the members, without braces.
    ///
    /// - Parameter process: the number of the one that writes.
    func appendMembers(to line: inout [UInt8], process: Int) {
        line.append(member: "time", moment.text, isFirst: true)
        line.append(member: "kind", kind.rawValue)
        line.append(member: "process", process)
        line.append(member: "server", CustomerHandler.version)
        line.append(member: "cause", cause)
        line.append(member: "previous", String(decoding: previous, as: UTF8.self))
    }
}

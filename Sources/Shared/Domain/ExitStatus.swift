/// What a program's end says to the shell and to scripts, the same for every program of the product: sysexits(3).
package enum ExitStatus: Int32, Sendable {
    /// The person who was asked said no.
    case declined = 1
    /// EX_USAGE: the command line is wrong.
    case usage = 64
    /// EX_DATAERR: the data breaks a rule.
    case badData = 65
    /// EX_NOINPUT: the file, or the customer, does not exist.
    case notFound = 66
    /// EX_UNAVAILABLE: the other side, an address or a database cannot be had.
    case unavailable = 69
    /// EX_CANTCREAT
    case cannotCreate = 73
    /// EX_IOERR
    case inputOutput = 74
    /// EX_TEMPFAIL: the same again may do later.
    case tryLater = 75
    /// EX_NOPERM
    case notPermitted = 77
    /// EX_CONFIG
    case configuration = 78
}

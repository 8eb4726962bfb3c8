import ArgumentParser

/// The permissions of a socket: `660`.
struct SocketMode: ExpressibleByArgument {
    let bits: UInt32

    init(bits: UInt32) {
        self.bits = bits
    }

    /// `nil` for anything but three octal digits.
    init?(argument: String) {
        guard argument.utf8.count == 3, let bits = UInt32(argument, radix: 8) else { return nil }
        self.bits = bits
    }

    var defaultValueDescription: String { String(bits, radix: 8) }

    /// Whether only owner and group may connect.
    var excludesStrangers: Bool { bits & 0o002 == 0 }
}

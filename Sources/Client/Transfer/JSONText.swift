import FoundationEssentials
import Wire

/// JSON as people and programs read it from a command.
package enum JSONText {
    /// One line, its members in alphabetical order, so that two runs print the same.
    package static func line(_ value: some Encodable) -> String {
        String(decoding: JSONBody.bytes(value, isSorted: true), as: UTF8.self)
    }
}

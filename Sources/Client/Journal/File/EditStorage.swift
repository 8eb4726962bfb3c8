/// Where edits are from the moment when they are saved until the server has them.
package enum EditStorage: Hashable, Sendable {
    case onDisk
    /// They are lost with the program; the reason is a sentence.
    case inMemory(because: String)
}

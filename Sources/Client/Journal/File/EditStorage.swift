/// Where edits are from the moment when they are saved until the server has them.
package enum EditStorage: Hashable, Sendable {
    case onDisk
    /// They are lost when the program ends; the reason is a message for people.
    case inMemory(because: String)
}

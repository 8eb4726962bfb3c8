import Domain
import Journal

/// What somebody has typed after `:`, once its argument is read; it reaches the panes as ``PaneInput/typed(_:)``.
enum TypedCommand: Hashable, Sendable {
    /// The same as the key of this command does.
    case command(Command)
    /// Opens the customer's form in a field.
    case edit(CustomerField)
    case copy(CopiedPart)
    case tag(TagChange)
    /// Puts the rows in an order.
    case sort(CustomerOrder)
    /// Shows the saved view of this name.
    case view(String)
    /// Saves the list as it is under this name.
    case save(String)
    /// Goes to another profile.
    case profile(String)
    /// Shows who was deleted and can be restored.
    case trash
    /// Has all that is kept of the customer erased.
    case erase
    /// Opens somebody's details.
    case open(CustomerReference)

    /// What of a customer goes to the clipboard.
    enum CopiedPart: Hashable, Sendable {
        case id
        case field(CustomerField)
        /// The whole customer in one of ``AppEnvironment/copyFormats``, by its name.
        case format(String)
    }
}

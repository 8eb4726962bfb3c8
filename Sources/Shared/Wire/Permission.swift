/// Something that not every caller may do; the raw value is what `GET /api/whoami` calls it.
package enum Permission: String, CaseIterable, Encodable, Sendable {
    /// Lists, searches and looks at customers.
    case read
    /// Creates, changes, deletes and restores customers, and writes notes.
    case write
    /// Reads the change feed from now on, and from cursors of one's own.
    case follow
    /// Reads the change feed from its beginning, keeps a copy of the directory, and reads as many customers as there are.
    case export
    /// Erases what is kept about somebody.
    case erase
    /// Reads who did what.
    case audit
}

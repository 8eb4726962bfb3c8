import Domain
import FoundationEssentials

/// Texts as columns that SQLite orders as bytes.
///
/// The NUL behind each keeps an empty text from becoming NULL and changes no order, because it is the least byte.
enum OrderKey {
    static func bytes(_ text: String) -> Data {
        var bytes = Data(text.utf8)
        bytes.append(0)
        return bytes
    }
}

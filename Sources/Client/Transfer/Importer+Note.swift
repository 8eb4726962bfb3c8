import APIClient
import Domain
import Wire

/// Keeps what the fields of a new customer do not hold.
extension Importer {
    /// Notes it once, however often the record is imported, and on nobody but whom an import has created.
    func keepRest(of record: ImportRecord) async throws(APIFailure) {
        guard let note = record.note else { return }
        do throws(APIFailure) {
            _ = try await api.note(note, on: record.id, key: Self.key(of: note, on: record.id))
        } catch {
            // The record is of somebody whose id does not follow from it, or the server keeps no notes.
            guard error.lacksPlaceForNote else { throw error }
        }
    }

    private static func key(of note: NoteText, on id: CustomerID) -> IdempotencyKey {
        IdempotencyKey(CustomerID(derivedFrom: id.text + " " + note.text, in: .idempotencyKey).uuid)
    }
}

extension APIFailure {
    fileprivate var lacksPlaceForNote: Bool {
        if case .refused(let problem) = self, problem.kind == .deleted { true } else { mayBeOfOlderServer }
    }
}

extension NoteText {
    /// What a file has besides of somebody, and the notes that it has of them, as far as a note holds that; `nil` without any.
    init?(imported others: [String], _ notes: [String]) {
        let heading = others.isEmpty ? [] : ["Imported besides: " + others.joined(separator: ", ")]
        let text = (heading + notes).joined(separator: "\n")
            .replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let scalars = text.unicodeScalars.map { (scalar: Unicode.Scalar) -> Unicode.Scalar in
            scalar != "\n" && scalar.properties.generalCategory == .control ? " " : scalar
        }
        let plain = String(String.UnicodeScalarView(scalars)).trimmedToVisible.nfc
        guard let note = try? NoteText(String(plain.unicodeScalars.prefix(Self.maximumCharacters))) else { return nil }
        self = note
    }
}

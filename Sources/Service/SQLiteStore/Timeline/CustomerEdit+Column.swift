import CustomerAPI
import Domain
import JSON

extension CustomerEdit {
    /// `{"address":["before","after"],"phone":"after"}`, short where nothing was there before; `nil` for no change at all.
    var column: String? {
        guard !isEmpty else { return nil }
        var bytes: [UInt8] = []
        bytes.append(json: fields, between: "{", "}") { bytes, field in
            guard let change = changes[field] else { return }
            bytes.append(json: field.rawValue)
            bytes.append(UInt8(ascii: ":"))
            if change.from == nil {
                bytes.append(optional: change.to)
            } else {
                bytes.append(json: [change.from, change.to], between: "[", "]") { $0.append(optional: $1) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Throws: ``StoreFailure/failed(detail:)`` for what this program has not written.
    init(column: String?) throws {
        guard let column else {
            self.init([:])
            return
        }
        var changes: [CustomerField: FieldChange] = [:]
        do {
            try JSONReader.read(Array(column.utf8)) { reader throws(JSONReader.Malformed) in
                try reader.object { name, reader throws(JSONReader.Malformed) in
                    guard let field = CustomerField(rawValue: name) else { throw JSONReader.Malformed() }
                    changes[field] = try reader.change()
                }
            }
        } catch {
            throw StoreFailure.failed(detail: "An entry in the database has changes that cannot be read.")
        }
        self.init(changes)
    }
}

extension [UInt8] {
    fileprivate mutating func append(optional text: String?) {
        if let text { append(json: text) } else { self += "null".utf8 }
    }
}

extension JSONReader {
    fileprivate mutating func change() throws(Malformed) -> FieldChange {
        guard kind() == .array else { return FieldChange(from: nil, to: try optionalString()) }
        let values = try array(upTo: 2) { reader throws(Malformed) in try reader.optionalString() }
        guard values.count == 2 else { throw Malformed() }
        return FieldChange(from: values[0], to: values[1])
    }
}

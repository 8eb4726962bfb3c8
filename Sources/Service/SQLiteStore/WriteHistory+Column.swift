import CustomerAPI
import Domain
import JSON

/// JSON, written and read by hand: every write does both, and `JSONEncoder` would take longer than the rest of it.
extension WriteHistory {
    /// Members in the order of their names; `nil` of what was loaded in bulk, which has neither receipts nor a timeline.
    var column: String? {
        guard self != WriteHistory() else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64 + 192 * (recent.count + 1))
        bytes += "{".utf8
        if let creation {
            bytes += #""creation":"#.utf8
            bytes.append(creation)
            bytes += ",".utf8
        }
        bytes += #""entries":\#(entries),"recent":"#.utf8
        bytes.append(json: recent, between: "[", "]") { $0.append($1) }
        bytes += "}".utf8
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Throws: ``StoreFailure/failed(detail:)`` for what is no history.
    init(column: String?) throws {
        guard let column else {
            self.init()
            return
        }
        do {
            self = try JSONReader.read(Array(column.utf8)) { reader throws(JSONReader.Malformed) in
                try WriteHistory(&reader)
            }
        } catch {
            throw StoreFailure.failed(detail: "What a record in the database remembers of its writes cannot be read.")
        }
    }

    private init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var (creation, recent, entries): (WriteReceipt?, [WriteReceipt]?, Int) = (nil, nil, 0)
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch name {
            case "creation":
                creation = try reader.optional { reader throws(JSONReader.Malformed) in try WriteReceipt(&reader) }
            case "recent":
                recent = try reader.array { reader throws(JSONReader.Malformed) in try WriteReceipt(&reader) }
            // Versions before timelines have none.
            case "entries": entries = Int(try reader.integer())
            default: try reader.value()
            }
        }
        guard let recent else { throw JSONReader.Malformed() }
        self.init(creation: creation, recent: recent, entries: entries)
    }
}

extension WriteReceipt {
    fileprivate init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var (key, fingerprint, kind, version): (String?, String?, Kind?, Int?) = (nil, nil, nil, nil)
        try reader.object { name, reader throws(JSONReader.Malformed) in
            switch name {
            case "key": key = try reader.string()
            case "fingerprint": fingerprint = try reader.string()
            case "kind": kind = Kind(rawValue: try reader.string())
            case "version": version = Int(try reader.integer())
            default: try reader.value()
            }
        }
        guard let key, let fingerprint, let kind, let version else { throw JSONReader.Malformed() }
        self.init(key: key, fingerprint: fingerprint, kind: kind, version: version)
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ receipt: WriteReceipt) {
        self += #"{"fingerprint":"#.utf8
        append(json: receipt.fingerprint)
        self += #","key":"#.utf8
        append(json: receipt.key)
        self += #","kind":"\#(receipt.kind.rawValue)","version":\#(receipt.version)}"#.utf8
    }
}

package import Domain

extension Phrases {
    /// What somebody did, as the line of a timeline says it: `changed (version 4)`, `note`.
    package static func summary(of step: TimelineStep) -> String {
        let entry = step.newest
        let (first, last) = (step.versions.lowerBound, step.versions.upperBound)
        let versions = first < last ? "versions \(first)–\(last)" : "version \(last)"
        let trimmed = entry.isTrimmed ? ", values no longer kept" : ""
        return switch entry.kind {
        case .baseline: "recorded from here on (\(versions))\(trimmed)"
        case .created: "created (\(versions))\(trimmed)"
        case .changed: "changed (\(versions))\(trimmed)"
        case .note: "note\(trimmed)"
        case .deleted: "deleted (\(versions))"
        case .restored: "restored (\(versions))"
        case .retracted: "note, taken back"
        }
    }

    /// What it did to the fields, one each: `Phone: 555 0100 → 555 0199`; the value alone of who began with it.
    package static func changes(of step: TimelineStep) -> [String] {
        let isBeginning = step.newest.kind == .created || step.newest.kind == .baseline
        return step.edit.fields.map { field in
            let change = step.edit.changes[field]
            if isBeginning { return "\(field.label): \(change?.to ?? "–")" }
            return "\(field.label): \(change?.from ?? "–") → \(change?.to ?? "–")"
        }
    }
}

import Domain
import Screen
import Wire
import Wording

/// Erasing all that is kept of somebody, because they have asked for it.
extension PaneContext {
    mutating func askToErase(_ customer: Customer, _ navigator: inout Navigator) {
        guard mayWrite(), mayAsk(for: .erasures) else { return }
        guard environment.mayErase else {
            return post(.warning(mayNotEraseText))
        }
        guard !model.erased.contains(customer.id) else { return post(.plain("\(Customer.erasedName) already.")) }
        guard customer.version > 0 else {
            return post(
                .plain("\(customer.name) is not with the server yet; \(keyName(.undo)) takes the creation back."))
        }
        let lines = [
            customer.id.text, "",
            "What goes: the record, the trash, the values and notes of the timeline, and what every client keeps here and "
                + "elsewhere. What stays: the id, the version and the times.",
            "Nothing brings it back, not even a backup. Type the name or the id.",
        ]
        navigator.go(
            .show(.prompt(PromptPane("Erase all that is kept of \(customer.name)?", lines, for: .erase(customer)))))
    }

    var mayNotEraseText: String { "Only an admin may erase; ask the API's operator." }

    mutating func erase(_ customer: Customer) {
        perform(.erase(customer.id))
        post(.plain("Erasing\(glyphs.ellipsis)"))
    }

    /// Whether the API can do this, or has not said; says so when it cannot.
    mutating func mayAsk(for capability: Capability?) -> Bool {
        guard environment.lacks(capability) else { return true }
        post(.plain(lackText))
        return false
    }

    /// Why keys are not there.
    var lackText: String {
        "This API is of an older version, without timelines, notes and a trash; ask its operator to update it."
    }
}

extension Customer {
    /// Whether a text is the whole name, letter case and blanks aside, or the id.
    func isNamed(by text: String) -> Bool {
        CustomerID(text) == id || !text.isEmpty && TextFold.name(text) == details.nameFold
    }
}

extension App {
    /// What has become of an erasure that was asked for.
    mutating func receiveErasure(of id: CustomerID, _ failure: Failure?) {
        if let failure {
            chrome.notice = .error("Not erased: \(failure.message)")
        } else {
            erase(id, at: chrome.now)
            chrome.notice = .success("Erased: nothing is kept of customer \(id.text).")
        }
    }
}

import Domain
import Journal
import Screen

/// A line to be typed, about those whom its title and the lines below name.
struct PromptPane: Sendable {
    private(set) var title: String
    /// What depends on it, line by line.
    private(set) var lines: [String]
    private(set) var purpose: Purpose
    private(set) var editor = LineEditor()
    /// What is wrong with what was typed last.
    private(set) var fault: String?
    /// Which of ``BulkChange/fields`` gets the value.
    private(set) var field = 0

    /// What is done with the line.
    enum Purpose: Sendable {
        case tag(BulkTargets)
        case edit(BulkTargets)
        case export([Customer])
        case report(BulkReportRows)
        /// So many deletions are entered when their number is typed.
        case delete(EditGroup, BulkPlan)
        /// All that is kept of the customer is erased when the name or the id is typed.
        case erase(Customer)
        /// Whom it was about was erased.
        case nothing
    }

    init(_ title: String, _ lines: [String], for purpose: Purpose) {
        self.title = title
        self.lines = lines
        self.purpose = purpose
        choosesField = if case .edit = purpose { true } else { false }
    }

    let choosesField: Bool

    var hints: [Hint] {
        [.init(.enter, "go on")] + (choosesField ? [.init(named: "Up Down", "another field")] : [])
            + [.init(.escape, "leave it")]
    }

    mutating func fail(_ fault: String) { self.fault = fault }

    /// Whether it is about a customer, alone or among others.
    func isAbout(_ id: CustomerID) -> Bool {
        switch purpose {
        case .tag(let targets), .edit(let targets): targets.targets.contains { $0.id == id }
        case .export(let customers): customers.contains { $0.id == id }
        case .delete(_, let plan): plan.items.contains { $0.target.id == id }
        case .erase(let customer): customer.id == id
        case .report, .nothing: false
        }
    }

    /// Somebody whom it was about was erased: nothing of it stays, and Enter does nothing.
    mutating func erase() {
        (title, lines) = (Customer.erasedName, ["Nothing is kept of the customer whom this was about. Esc leaves."])
        (purpose, editor, fault) = (.nothing, LineEditor(), nil)
    }
}

extension PromptPane: Pane {
    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .command, .counted, .typed: break
        case .key(.escape): navigator.go(.show(nil))
        case .key(.enter): finish(&context, &navigator)
        case .key(.up) where choosesField: field = max(0, field - 1)
        case .key(.down) where choosesField: field = min(BulkChange.fields.count - 1, field + 1)
        case .key(let key): if editor.handle(key) { fault = nil }
        case .paste(let text):
            context.sayLeftOut(editor.paste(text))
            fault = nil
        }
    }

    /// Does what the line is for; says what is wrong with it and stays when that cannot be.
    private mutating func finish(_ context: inout PaneContext, _ navigator: inout Navigator) {
        let text = editor.text.trimmed
        do throws(PromptFault) {
            switch purpose {
            case .tag(let targets):
                let change = try PromptFault.naming(TagChange.init, text)
                navigator.go(.show(nil))
                context.tag(targets, change, &navigator)
            case .edit(let targets):
                let patch = try PromptFault.naming(CustomerPatch.init, of: BulkChange.fields[field], text)
                navigator.go(.show(nil))
                context.preview(.set(patch), of: targets, &navigator)
            case .export(let customers):
                try context.export(customers, to: text)
                navigator.go(.show(nil))
            case .report(let report):
                try context.write(report, to: text)
                navigator.go(.show(nil))
            case .delete(let group, let plan):
                guard Int(text.filter { $0 != "," && $0 != " " }) == plan.changedCount else {
                    throw PromptFault(message: "That is not their number. Type \(plan.changedCount), or Esc.")
                }
                navigator.go(.show(nil))
                if context.isUnsaved(group) || plan.renewed(in: context.model).reads(as: plan) {
                    context.enter(plan, as: group)
                } else {
                    // The preview below shows what has changed.
                    navigator.go(.run(.save))
                }
            case .erase(let customer):
                guard customer.isNamed(by: text) else {
                    throw PromptFault(message: "That is neither the name nor the id. Type one of them, or Esc.")
                }
                context.erase(customer)
                navigator.go(.show(nil))
            case .nothing: navigator.go(.show(nil))
            }
        } catch {
            fail(error.message)
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, in: context.layout.overlay, on: &grid)
    }
}

/// Why what was typed cannot be used.
struct PromptFault: Error, Hashable, Sendable {
    let message: String

    static func naming<Value>(
        _ read: (String) throws(FieldViolation) -> Value, _ text: String
    ) throws(PromptFault) -> Value {
        do throws(FieldViolation) {
            return try read(text)
        } catch {
            throw PromptFault(message: "\(error.field) \(error.message).")
        }
    }

    static func naming<Value>(
        _ read: ([CustomerField: String?]) throws(FieldViolations) -> Value, of field: CustomerField, _ text: String
    ) throws(PromptFault) -> Value {
        do throws(FieldViolations) {
            return try read([field: text])
        } catch {
            throw PromptFault(message: "\(error.message).")
        }
    }
}

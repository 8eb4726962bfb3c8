import Domain

/// The saved view that one is in.
struct OpenView: Hashable, Sendable {
    let view: SavedView
    /// The order that the rows had before, and have again when it is left.
    let orderBefore: CustomerOrder
    /// The columns that there were before; `nil` when the view has none of its own.
    let columnsBefore: ListColumns?
}

extension CustomersScreen {
    /// Whether the list is not as the view has it any more.
    var hasLeftView: Bool {
        guard let view = view?.view else { return false }
        let isOtherFilter = (search?.editor.text.trimmed ?? "") != (view.filter ?? "")
        let order = view.sort.flatMap(CustomerOrder.init(word:)) ?? .name
        return isOtherFilter || listing.order != order
    }

    /// What the title says of it: with a star once the filter or the order are others.
    var viewTitle: String? { view.map { $0.view.name + (hasLeftView ? "*" : "") } }

    /// Shows what a view is made of, as far as that can be shown.
    ///
    /// - Returns: what of it cannot, each as the rest of a sentence.
    mutating func open(
        _ saved: SavedView, _ context: inout PaneContext, _ navigator: inout Navigator
    ) -> [String] {
        leaveColumns(&context)
        let before = view?.orderBefore ?? list.listing.order
        focusOnList()
        marks.endRange()
        if search != nil { dropSearch(&context) }
        var faults = saved.columns.unknown
        let columns = saved.columns.compactMap(CustomerFact.init(word:))
        view = OpenView(
            view: saved, orderBefore: before, columnsBefore: columns.isEmpty ? nil : context.chrome.columns)
        if !columns.isEmpty { context.choose(ListColumns(columns)) }
        let order = saved.sort.flatMap(CustomerOrder.init(word:))
        if let sort = saved.sort, order == nil { faults.append("there is no order \"\(sort)\"") }
        if let filter = saved.filter {
            if let fault = context.fault(in: filter) { faults.append(fault) }
            search(for: filter, &context, &navigator)
            focusOnList()
            if let order, order != .name {
                search?.sort(by: order, &context)
                // Whom the server finds besides may come first.
                search?.listing.beginAtTop()
            }
        } else if list.listing.order != order ?? .name {
            list.sort(by: order ?? .name, &context)
            if let order, list.listing.order != order {
                let key = context.keyName(.goToBottom, in: .list)
                faults.append("sorting by \(order.fact.orderWord) needs all rows; press \(key) to load them")
            }
        }
        return faults
    }

    /// Notes that the list as it is has this name.
    mutating func name(_ saved: SavedView) {
        view = OpenView(
            view: saved, orderBefore: view?.orderBefore ?? list.listing.order, columnsBefore: view?.columnsBefore)
    }

    /// Goes back to everybody, in the order there was before.
    mutating func leaveView(_ context: inout PaneContext) {
        guard let left = view else { return }
        leaveColumns(&context)
        view = nil
        if list.listing.order != left.orderBefore { list.sort(by: left.orderBefore, &context) }
        context.clearNotice()
    }

    private func leaveColumns(_ context: inout PaneContext) {
        if let columns = view?.columnsBefore { context.choose(columns) }
    }
}

extension PaneContext {
    /// Why nobody can be found by a filter, as the rest of a sentence; `nil` when somebody may be.
    fileprivate func fault(in filter: String) -> String? {
        do throws(FilterFault) {
            let mayFind = try CustomerFilter(filter, dates: filterDates).map { !$0.findsNobody } ?? false
            return mayFind ? nil : "nobody can be found by \"\(filter)\""
        } catch {
            return "in its filter: \(error.message)"
        }
    }
}

extension [String] {
    /// Columns that there are none of.
    fileprivate var unknown: [String] {
        filter { CustomerFact(word: $0) == nil }.map { word in
            let nearest = Suggestion.closest(to: word, among: UnknownListColumn.valid).map { "; did you mean \($0)?" }
            return "there is no column \"\(word)\"\(nearest ?? "")"
        }
    }
}

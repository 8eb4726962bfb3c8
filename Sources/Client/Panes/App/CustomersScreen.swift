import Domain

/// The list, the search above it, and what stands beside the list, or in its place where there is no room.
struct CustomersScreen: Sendable {
    var list = ListPane()
    /// Whom the next key is about, if anybody is marked; they stay, whatever is searched for.
    var marks = Marks()
    var search: SearchPane? { didSet { keepFocus() } }
    /// The saved view that one is in.
    var view: OpenView?
    /// What was searched for before.
    var searches = SearchHistory()
    private(set) var side: Side? { didSet { keepFocus() } }
    private(set) var focus = Focus.list
    /// Who was changed by others, and whose row stays where it is until the next key.
    var unplaced: Set<CustomerID> = []
    /// Who was deleted by others, and whose row stays, marked, until the next key.
    var leaving: Set<CustomerID> = []
    /// A form that was left while its save was on its way: no pane, but kept until it is saved or taken up again.
    private var formAside: FormPane?

    /// Which part takes the keys; what is not there has no focus.
    enum Focus: Hashable, Sendable {
        case list, search, side
    }

    /// What stands beside the list.
    enum Side: Sendable {
        case detail(DetailPane)
        /// A form always has the focus.
        ///
        /// - Parameter over: the details from which it was opened, and which are back when it closes.
        case form(FormPane, over: DetailPane?)
    }

    private mutating func keepFocus() {
        switch (focus, side) {
        case (.search, _) where search == nil, (.side, nil): focus = .list
        default: break
        }
    }

    var scope: Scope {
        switch (focus, side) {
        case (.search, _): .search
        case (.side, .form?): FormPane.scope
        case (.side, .detail?): DetailPane.scope
        case (.side, nil), (.list, _): .list
        }
    }

    // MARK: The rows

    /// Whether the rows are the matches of a search, and not all customers.
    var isSearching: Bool { search?.filter != nil }

    /// The listing that is shown: the matches during a search, otherwise all customers.
    var listing: Listing {
        get { isSearching ? search?.listing ?? list.listing : list.listing }
        set { if isSearching { search?.listing = newValue } else { list.listing = newValue } }
    }

    /// The customer that the part with the focus names.
    var subject: CustomerID? {
        if focus == .side, let detail { return detail.id }
        return listing.selectedID
    }

    /// Whose details have the keys; `nil` when nobody's have.
    var inDetails: CustomerID? { focus == .side ? detail?.id : nil }

    /// From the first key on the selection stays on its customer.
    mutating func noteKey() {
        list.listing.pinSelection()
        search?.listing.pinSelection()
        if openForm.map({ $0.stage != .editing }) == true { form?.hasKeysSinceSave = true }
    }

    /// Customers the person looks at, or finds when going back; and those who were deleted before their eyes.
    var lookedAt: Set<CustomerID> {
        let selected = [list.listing, search?.listing].map { $0?.isFresh == false ? $0?.selectedID : nil }
        return leaving.union((selected + [detail?.id, detailBelow?.id]).compactMap(\.self))
    }

    /// The details that are back when the form or the search is left.
    private var detailBelow: DetailPane? {
        if case .form(_, let detail)? = side { detail } else { search?.over }
    }

    /// Gives the list the keys; a form has to be left first.
    mutating func focusOnList() {
        guard openForm == nil else { return }
        focus = .list
    }

    mutating func focusOnSearch() {
        if search != nil, openForm == nil { focus = .search }
    }

    // MARK: The details

    var detail: DetailPane? {
        if case .detail(let pane)? = side { pane } else { nil }
    }

    /// Shows a customer beside the list; the keys go where they went.
    mutating func show(_ pane: DetailPane?) {
        if openForm == nil { side = pane.map(Side.detail) }
    }

    /// Shows a customer's details, and gives them the keys.
    mutating func open(_ pane: DetailPane) {
        guard openForm == nil else { return }
        side = .detail(pane)
        focus = .side
    }

    /// Changes the details that are shown.
    mutating func updateDetail(_ change: (inout DetailPane) -> Void) {
        guard case .detail(var pane)? = side else { return }
        change(&pane)
        side = .detail(pane)
    }

    // MARK: The form

    /// The form that is open, or that was left while it is being saved; to be changed, not opened or closed.
    var form: FormPane? {
        get { openForm ?? formAside }
        set {
            guard let newValue else { return }
            if case .form(_, let detail)? = side {
                side = .form(newValue, over: detail)
            } else if formAside != nil {
                formAside = newValue
            }
        }
    }

    /// The form on the screen.
    var openForm: FormPane? {
        if case .form(let pane, _)? = side { pane } else { nil }
    }

    /// Opens a form over the details that have the keys, or beside the list.
    mutating func open(_ form: FormPane) {
        formAside = nil
        side = .form(form, over: focus == .side ? detail : nil)
        focus = .side
    }

    /// Back to the form that was left while it was being saved.
    mutating func resumeForm() {
        if let formAside { open(formAside) }
    }

    mutating func setFormAside() {
        guard case .form(let form, _)? = side else { return }
        closeForm()
        formAside = form
    }

    /// Closes the form for good, in sight or not.
    mutating func closeForm() {
        formAside = nil
        guard case .form(_, let detail)? = side else { return }
        side = detail.map(Side.detail)
        focus = side == nil ? .list : .side
    }
}

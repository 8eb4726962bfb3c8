/// One thing that a filter asks of a customer, or rules out.
struct FilterClause: Hashable {
    let condition: Condition
    let isNegated: Bool
    /// As it was typed.
    let typed: String

    enum Condition: Hashable {
        /// What a search without a filter asks for.
        case term(SearchTerm)
        case phrase(FilterPhrase)
        case field(FilterValue)
        /// Of an email.
        case domain(FilterDomain)
        /// Words that the name of who made the last change has.
        case by(FilterWords)
        case has(CustomerField)
        case moment(FilterMoment, MomentRange)
    }

    /// That it means the same on another day and elsewhere.
    var wireText: String {
        guard case .moment(let moment, let range) = condition else { return typed }
        return (isNegated ? "-" : "") + moment.rawValue + ":" + range.text
    }

    /// What everybody meets who meets the clause, in the entries of customers; `nil` when their entries do not tell.
    var term: SearchTerm? {
        guard !isNegated else { return nil }
        return switch condition {
        case .term(let term): term
        case .phrase(let phrase): phrase.term
        case .field(let value): value.term
        case .domain(let domain): domain.term
        case .by, .has, .moment: nil
        }
    }

    func matches(_ subject: inout FilterSubject) -> Bool {
        guard !isNegated else { return !isMet(by: &subject) }
        // Customers whom an index would not show are not found where there is none, either.
        return (term.map { $0.matches(subject.tokens) } ?? true) && isMet(by: &subject)
    }

    private func isMet(by subject: inout FilterSubject) -> Bool {
        let customer = subject.customer
        return switch condition {
        case .term(let term): term.matches(subject.tokens)
        case .phrase(let phrase): phrase.isSaid(of: customer.details)
        case .field(let value): value.isMet(by: customer.details)
        case .domain(let domain): domain.isMet(by: customer.details)
        case .by(let words): customer.updatedBy.map { words.begin(wordsOf: $0) } ?? false
        case .has(let field): customer.details[field] != nil
        case .moment(let moment, let range): range.contains(moment.of(customer))
        }
    }
}

/// A customer whom a filter looks at; what many clauses need of them is worked out once.
struct FilterSubject {
    let customer: Customer
    private let hasFurther: Bool
    lazy var tokens = SearchTokens(customer, hasFurther: hasFurther)

    init(_ customer: Customer, _ tokens: SearchTokens?, hasFurther: Bool) {
        self.customer = customer
        self.hasFurther = hasFurther
        if let tokens { self.tokens = tokens }
    }
}

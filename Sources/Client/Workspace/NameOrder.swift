package import Domain
package import Wire

/// The order of names, as the API lists them: by name fold, then by id.
package struct NameOrder: Sendable {
    let sort: ListQuery.Sort

    package init(sort: ListQuery.Sort) {
        self.sort = sort
    }

    package func precedes(_ one: Customer, _ other: Customer) -> Bool {
        let (first, second) = sort == .name ? (one, other) : (other, one)
        let (fold, otherFold) = (first.details.nameFold.utf8, second.details.nameFold.utf8)
        if fold.elementsEqual(otherFold) { return first.id < second.id }
        return fold.lexicographicallyPrecedes(otherFold)
    }
}

package import Domain
package import Wire

/// The orders in which the API lists customers: by name fold or by a moment, then by id.
package struct NameOrder: Sendable {
    let sort: ListQuery.Sort

    package init(sort: ListQuery.Sort) {
        self.sort = sort
    }

    package func precedes(_ one: Customer, _ other: Customer) -> Bool {
        let (first, second) = sort.isDescending ? (other, one) : (one, other)
        if let moment = sort.moment {
            return (moment.of(first), first.id) < (moment.of(second), second.id)
        }
        let (fold, otherFold) = (first.details.nameFold.utf8, second.details.nameFold.utf8)
        if fold.elementsEqual(otherFold) { return first.id < second.id }
        return fold.lexicographicallyPrecedes(otherFold)
    }
}

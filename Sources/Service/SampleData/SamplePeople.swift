import Domain
import Randomness
package import Wire

/// Invented customers for demonstrations, tests and measurements: the same ones for a seed, all valid, no two with one
/// email.
///
/// Names come in many scripts and lengths, some very common and many rare, as in a real directory.
package struct SamplePeople: Sequence, Sendable {
    package let count: Int
    package let seed: UInt64

    package init(count: Int, seed: UInt64 = 1) {
        self.count = count
        self.seed = seed
    }

    package var underestimatedCount: Int { count }

    package func makeIterator() -> Iterator {
        Iterator(count: count, random: SplitMix(seed: seed), business: SampleBusiness(seed: seed))
    }

    package struct Iterator: IteratorProtocol {
        private let count: Int
        private var random: SplitMix
        private var business: SampleBusiness
        private var number = 0

        fileprivate init(count: Int, random: SplitMix, business: SampleBusiness) {
            self.count = count
            self.random = random
            self.business = business
        }

        package mutating func next() -> NewCustomer? {
            guard number < count else { return nil }
            number += 1
            let name = SampleName(&random)
            let details = CustomerDetails(
                trustedName: name.text, email: SampleContact.email(of: name, number: number, &random),
                phone: SampleContact.phone(&random), address: SampleContact.address(&random))
            return NewCustomer(
                business.completed(details, number: number), registrationDate: registrationDate())
        }

        /// In the ten years from 2016 on.
        private mutating func registrationDate() -> Timestamp {
            let newYear2016 = Timestamp(microseconds: 1_451_606_400_000_000)
            return newYear2016.advanced(bySeconds: Int64(random.below(3_653 * 86_400)))
        }
    }
}

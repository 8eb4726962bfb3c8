import ArgumentParser
import Domain

extension CustomerReference: ExpressibleByArgument {
    package init?(argument: String) { self.init(argument) }

    package var defaultValueDescription: String { text }
}

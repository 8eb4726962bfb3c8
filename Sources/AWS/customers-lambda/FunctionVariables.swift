import CustomerAPI
import Domain
import LambdaRuntime

/// The function's own variables. One that is empty counts as not set: the template sets them all.
struct FunctionVariables {
    private let environment: [String: String]

    init(_ environment: [String: String]) {
        self.environment = environment
    }

    subscript(_ variable: FunctionSettings.Variable) -> String? {
        environment[variable.rawValue].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// What stands between commas, without what is empty.
    func list(_ variable: FunctionSettings.Variable) -> [String] {
        (self[variable] ?? "").split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    }

    /// - Throws: for anything but so many days, as digits.
    func days(_ variable: FunctionSettings.Variable, _ kept: KeptDays) throws(InvocationFailure) -> Int? {
        guard let text = self[variable] else { return nil }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let days = Int(text),
            kept.canBe(days)
        else { throw failure(variable, "is not \(kept.rule)") }
        return days
    }

    func failure(_ variable: FunctionSettings.Variable, _ text: String) -> InvocationFailure {
        InvocationFailure(.configuration, "\(variable.rawValue) \(text).")
    }
}

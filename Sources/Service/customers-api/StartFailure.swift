/// Why the server cannot serve, for the person who started it.
struct StartFailure: Error {
    let code: Code
    /// The cause and the next step.
    let sentence: String

    init(_ code: Code, _ sentence: String) {
        self.code = code
        self.sentence = sentence
    }

    /// Exit codes (sysexits.h).
    enum Code: Int32 {
        case usage = 64
        case noInput = 66
        case unavailable = 69
        case inputOutput = 74
        case permission = 77
        case configuration = 78
    }
}

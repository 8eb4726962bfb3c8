import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("What version 1 of the server answered, in the client of now")
struct RecordedAnswerTests {
    /// What a client makes of a response; `nil` for a request that this client never sends.
    private func outcome(_ exchange: RecordedExchange) -> Result<Int, AnswerFailure>? {
        guard let call = try? Call(exchange.asRequest) else { return nil }
        do throws(AnswerFailure) {
            switch call {
            case .read(let call): _ = try call.answer(in: exchange.asResponse)
            case .write(let call): _ = try call.answer(in: exchange.asResponse)
            case .report(let call): _ = try call.answer(in: exchange.asResponse)
            }
            return .success(exchange.status)
        } catch {
            return .failure(error)
        }
    }

    @Test("Every answer is understood, every refusal is known for what it is", arguments: RecordedVersion.all)
    func isUnderstood(version: RecordedVersion) throws {
        var understood = 0
        for exchange in try version.exchanges where !["HEAD", "OPTIONS"].contains(exchange.method) {
            guard let outcome = outcome(exchange) else {
                #expect(exchange.status >= 400, "\(exchange.name) was a good request")
                continue
            }
            understood += 1
            switch outcome {
            case .success(let status): #expect(status < 400, "\(exchange.name)")
            case .failure(.problem(let problem)):
                #expect(problem.kind.status.code == exchange.status, "\(exchange.name): \(problem)")
            case .failure(let failure): Issue.record("\(exchange.name): \(failure)")
            }
        }
        #expect(understood >= 25)
    }

    @Test("A request of then and one of now for the same are the same to a server", arguments: RecordedVersion.all)
    func isAskedAlike(version: RecordedVersion) throws {
        for exchange in try version.exchanges {
            guard let call = try? Call(exchange.asRequest) else { continue }
            let again: Request =
                switch call {
                case .read(let call): call.request
                case .write(let call): call.request
                case .report(let call): call.request
                }
            #expect(try Call(again) == call, "\(exchange.name)")
        }
    }
}

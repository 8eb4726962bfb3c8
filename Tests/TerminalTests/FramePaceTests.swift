import Dispatch
import Testing

@testable import Terminal

@Suite("The pace of frames")
struct FramePaceTests {
    private let start = DispatchTime(uptimeNanoseconds: 1_000_000_000)
    private let interval = DispatchTimeInterval.microseconds(FramePace.intervalMicroseconds)

    @Test("After a pause every frame is shown at once", arguments: [FrameOccasion.input, .event])
    func pause(_ occasion: FrameOccasion) {
        #expect(FramePace().due(occasion) <= start)
    }

    @Test("A key does not wait for a frame that no key has caused")
    func keyAfterEvent() {
        var pace = FramePace()
        pace.frameWasShown(.event, at: start)
        #expect(pace.due(.input) <= start)
        #expect(pace.due(.event) == start + interval)
    }

    @Test("Keys that come faster than frames share them: sixty a second")
    func backlog() {
        var pace = FramePace()
        pace.frameWasShown(.input, at: start)
        #expect(pace.due(.input) == start + interval)
        #expect(pace.due(.event) == start + interval)
    }

    @Test("What an event shows meanwhile does not put off the key that waits already")
    func eventBetweenKeys() {
        var pace = FramePace()
        pace.frameWasShown(.input, at: start)
        pace.frameWasShown(.event, at: start + .milliseconds(10))
        #expect(pace.due(.input) == start + interval)
    }
}

import Domain
import Wire

/// What happens by itself as time passes.
extension App {
    mutating func fire(_ timer: AppTimer) {
        switch timer {
        case .searchPause: navigation.customers.askServerForSearch(&context)
        case .detailPause: navigation.customers.followSelection(&context)
        case .idle: maskWhenIdle()
        case .verdict: stopAwaiting()
        case .clock:
            if model.connection.state == .online { navigation.customers.retry(&context) }
            perform(.start(.clock, milliseconds: 60_000))
        }
    }

    private mutating func maskWhenIdle() {
        let idle = Int(chrome.now.microseconds - chrome.lastInput.microseconds) / 1_000
        if idle >= Self.idleMilliseconds {
            chrome.isMasked = true
            chrome.isIdle = true
            if chrome.notice?.isPersonal == true { chrome.notice = nil }
        }
        let rest = idle >= Self.idleMilliseconds ? Self.idleMilliseconds : Self.idleMilliseconds - max(0, idle)
        perform(.start(.idle, milliseconds: rest))
    }
}

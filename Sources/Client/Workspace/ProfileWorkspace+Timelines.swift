package import APIClient
package import Cache
package import Domain
package import Wire

/// Timelines with what is kept of them.
extension ProfileWorkspace {
    /// What the server says of a timeline's first page, or what is kept of it.
    package enum TimelineReading: Hashable, Sendable {
        /// As the server has it now.
        case current(KeptTimeline)
        /// As it was read last, because the server could not be asked.
        case kept(KeptTimeline, because: APIFailure)
    }

    /// The first page of a customer's timeline: the server's, which is told what is kept here and need not send that again;
    /// where it cannot be asked, what was read last.
    ///
    /// - Throws: why there is neither; what the server refuses counts whatever is kept.
    package func timeline(of id: CustomerID) async throws(APIFailure) -> TimelineReading {
        let kept = keptTimeline(of: id)
        do throws(APIFailure) {
            let answer = try await client.timeline(of: id, unlessTag: kept?.tag)
            let reading: KeptTimeline
            if let answer {
                reading = KeptTimeline(of: id, answer.page, tag: answer.tag, seenAt: .now())
            } else if let kept {
                reading = KeptTimeline(of: id, kept.page, tag: kept.tag, seenAt: .now())
            } else {
                throw APIFailure.misdirected(detail: "it says that nothing has changed, and nothing was known")
            }
            try? await cache?.store(reading)
            return .current(reading)
        } catch {
            if case .refused = error { throw error }
            guard let kept else { throw error }
            return .kept(kept, because: error)
        }
    }

    /// What was read last of a timeline.
    package func keptTimeline(of id: CustomerID) -> KeptTimeline? {
        (try? cache?.timeline(of: id)) ?? nil
    }

    /// Keeps a first page that was read otherwise; a cache that fails does not stop the caller.
    package func store(_ timeline: KeptTimeline) async {
        try? await cache?.store(timeline)
    }

    /// Stores what is to be kept of an answer to a call.
    package func store(_ answer: ReadAnswer, to call: ReadCall) async {
        guard case .timeline(let id, let query, _) = call else { return await store(answer) }
        guard query.cursor == nil else { return }
        switch answer {
        case .timeline(let tagged):
            await store(KeptTimeline(of: id, tagged.page, tag: tagged.tag, seenAt: .now()))
        case .timelineNotModified(let tag): try? await cache?.renewTimeline(of: id, tag: tag, seenAt: .now())
        default: break
        }
    }
}

/// A team of threads that calls share.
///
/// The first call has it until it is done; calls that find it busy do with the thread that made the
/// call. So nobody waits for a thread, however calls lie inside or beside each other.
package final class SharedTeam: Sendable {
  private let team: ThreadTeam
  /// A team of the calling thread alone, which any number of calls may use at the same time.
  private let caller = ThreadTeam(count: 1)
  private let isFree = Locked(true)

  package init(count: Int) { team = ThreadTeam(count: count) }

  /// Calls `body` with the team, or with the calling thread alone.
  package func lend<Result>(to body: (ThreadTeam) -> Result) -> Result {
    let hasTeam = isFree.withLock { isFree in
      defer { isFree = false }
      return isFree
    }
    defer { if hasTeam { isFree.withLock { $0 = true } } }
    return body(hasTeam ? team : caller)
  }

  /// The outputs of `work` for each of some items, in their order.
  package func map<Item: Sendable, Output: Sendable>(
    _ items: [Item], _ work: @Sendable (Item) -> Output
  ) -> [Output] {
    [Output](unsafeUninitializedCapacity: items.count) { buffer, count in
      // Each shard writes an element of its own.
      nonisolated(unsafe) let outputs = buffer
      lend { team in
        team.run(items.count) { index, _ in
          outputs.initializeElement(at: index, to: work(items[index]))
        }
      }
      count = items.count
    }
  }
}

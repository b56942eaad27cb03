import NeuralNet
import Testing

@Suite struct SharedTeamTests {
  @Test(arguments: [1, 2, 5])
  func outputsComeInTheOrderOfTheItems(threads: Int) {
    let team = SharedTeam(count: threads)
    for count in [0, 1, 2, 7, 200] {
      let items = (0..<count).map { "\($0)" }
      #expect(team.map(items) { $0 + "!" } == items.map { $0 + "!" })
    }
  }

  /// The inner calls find the team busy, and do with the threads that make them.
  @Test func callsMayLieInsideEachOther() {
    let team = SharedTeam(count: 2)
    let sums = team.map(Array(0..<20)) { outer in
      team.map(Array(0..<20)) { $0 * outer }.reduce(0, +)
    }
    #expect(sums == (0..<20).map { 190 * $0 })
  }

  @Test func callsFromManyTasksDoNotWaitForEachOther() async {
    let team = SharedTeam(count: 2)
    await withTaskGroup(of: [Int].self) { tasks in
      for _ in 0..<16 { tasks.addTask { team.map(Array(0..<100)) { $0 * $0 } } }
      for await squares in tasks { #expect(squares == (0..<100).map { $0 * $0 }) }
    }
  }
}

import Testing

@testable import draw_figures

@Suite struct GrayGridTests {
  @Test func equalNeighboursOfARowAreOneShape() throws {
    let grid = GrayGrid(rows: 2, columns: 3, values: [0, 1, 1, 1, 0, 0], range: 0...1)
    #expect(try #require(grid.paths().last) == "M1 0h2v1h-2zM0 1h1v1h-1z")
  }

  @Test func aStateOfZerosIsWhite() {
    let grid = GrayGrid(rows: 1, columns: 2, values: [0, 0], range: 0...0)
    #expect(grid.paths().dropFirst().allSatisfy { $0.isEmpty })
  }
}

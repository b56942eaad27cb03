import Testing
import recognizer

@Suite struct ArgumentsTests {
  private func parse(_ line: String) throws(UsageError) -> Arguments {
    try Arguments(parsing: line.split(separator: " ").map(String.init), for: SampleCommand.self)
  }

  @Test func defaultsHoldWhenNothingIsGiven() throws {
    let arguments = try parse("a")
    #expect(arguments[SampleCommand.count] == 3)
    #expect(arguments[SampleCommand.rate] == nil)
    #expect(arguments[SampleCommand.color] == .red)
    #expect(arguments[SampleCommand.output] == nil)
    #expect(!arguments[SampleCommand.dry])
    #expect(arguments[SampleCommand.names] == ["a"])
    #expect(!arguments.isGiven(SampleCommand.count))
  }

  @Test(arguments: [
    "--count 7 --rate 0.5 --color dark-blue --output-file x.txt --dry a - b",
    "a --dry --count=7 - --rate=0.5 --color=dark-blue b --output-file=x.txt",
    "-c 7 --rate 5e-1 a --color dark-blue --output-file x.txt --dry -- - b",
  ])
  func everySpellingIsRead(line: String) throws {
    let arguments = try parse(line)
    #expect(arguments[SampleCommand.count] == 7)
    #expect(arguments[SampleCommand.rate] == 0.5)
    #expect(arguments[SampleCommand.color] == .darkBlue)
    #expect(arguments[SampleCommand.output] == "x.txt")
    #expect(arguments[SampleCommand.dry])
    #expect(arguments[SampleCommand.names] == ["a", "-", "b"])
  }

  @Test func defaultThatIsTypedCountsAsGiven() throws {
    let arguments = try parse("a --count 3")
    #expect(arguments[SampleCommand.count] == 3)
    #expect(arguments.isGiven(SampleCommand.count))
  }

  @Test func wordsAfterTwoDashesAreOperands() throws {
    let arguments = try parse("-- --count -x --")
    #expect(arguments[SampleCommand.names] == ["--count", "-x", "--"])
  }

  @Test func anOptionOfAnArrayTakesAValueEachTime() throws {
    func teachers(_ words: [String]) throws -> [String] {
      try Arguments(parsing: words, for: TrainCommand.self)[TrainCommand.teachers]
    }
    #expect(try teachers([]) == [])
    #expect(try teachers(["--teacher", "a", "--json", "--teacher=b"]) == ["a", "b"])
    #expect(throws: UsageError.self) { _ = try teachers(["--teacher", "a", "--teacher"]) }
  }

  @Test func valueMayHoldAnEqualsSignOrBeADash() throws {
    #expect(try parse("a --output-file=b=c")[SampleCommand.output] == "b=c")
    #expect(try parse("a --output-file -")[SampleCommand.output] == "-")
  }

  @Test(arguments: [
    ("a --cuont 3", "--cuont: no such option; did you mean '--count'? (H)"),
    ("a --col red", "--col: no such option; did you mean '--color'? (H)"),
    ("a --of x", "--of: no such option; did you mean '--output-file'? (H)"),
    ("a --zebra", "--zebra: no such option; H"),
    ("a -x", "-x: no such option; H"),
    ("a --count 3 -c 4", "--count: given twice; give it once (H)"),
    ("a --dry --dry", "--dry: given twice; give it once (H)"),
    ("a --count", "--count: no value; give a whole number from 1 to 100 (H)"),
    ("a --count --dry", "--count: no value; give a whole number from 1 to 100 (H)"),
    ("a --count=", "--count: found ''; give a whole number from 1 to 100 (H)"),
    ("a --count abc", "--count: found 'abc'; give a whole number from 1 to 100 (H)"),
    ("a --count 3.5", "--count: found '3.5'; give a whole number from 1 to 100 (H)"),
    ("a --count 0", "--count: found '0'; give a whole number from 1 to 100 (H)"),
    ("a --count -1", "--count: found '-1'; give a whole number from 1 to 100 (H)"),
    (
      "a --count 99999999999999999999",
      "--count: found '99999999999999999999'; give a whole number from 1 to 100 (H)"
    ),
    ("a --rate 1.01", "--rate: found '1.01'; give a number from 0 to 1 (H)"),
    ("a --rate nan", "--rate: found 'nan'; give a number from 0 to 1 (H)"),
    ("a --rate inf", "--rate: found 'inf'; give a number from 0 to 1 (H)"),
    ("a --color green", "--color: found 'green'; give red or dark-blue (H)"),
    (
      "a --color dark-bleu",
      "--color: found 'dark-bleu'; give red or dark-blue; did you mean 'dark-blue'? (H)"
    ),
    ("a --output-file=", "--output-file: found ''; give the path of a file (H)"),
    ("a --dry=yes", "--dry: found 'yes'; give no value, it is a switch (H)"),
    ("--dry", "NAME: missing; give a name (H)"),
  ])
  func mistakesAreNamed(line: String, message: String) {
    let help = "see 'recognizer sample --help'"
    let error = #expect(throws: UsageError.self) { try parse(line) }
    #expect(error?.description == message.replacing("H", with: help))
  }

  @Test func surplusOperandsAreRefused() {
    let error = #expect(throws: UsageError.self) {
      try Arguments(parsing: ["zsh", "more"], for: CompletionsCommand.self)
    }
    #expect(
      error?.description == "'more': unexpected argument; give one SHELL only "
        + "(see 'recognizer completions --help')")
  }

  @Test func everyCommandDeclaresEachNameOnce() throws {
    for command in Program.commands {
      let names = command.declarations.flatMap(\.spellings)
      #expect(Set(names).count == names.count, "\(command.name)")
    }
  }
}

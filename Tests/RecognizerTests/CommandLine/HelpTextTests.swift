import Testing
import recognizer

@Suite struct HelpTextTests {
  @Test func commandHelpIsVerbatim() {
    let expected = """
      Does nothing, with every sort of option.

      Examples:
        recognizer sample a b
            does nothing twice

      Usage: recognizer sample NAME... [OPTIONS]

      Arguments:
        NAME                    What is not done.

      Choices:
        -c, --count N           How often. Default: 3.
            --rate X            How fast. Default: none at all.
            --color KIND        Which. One of red, dark-blue.
                                Default: red.

      Run:
            --output-file FILE  Where the long explanation of
                                nothing goes.
            --dry               Do less.

      Everywhere:
        -q, --quiet             Print errors only.
            --no-color          Print without colour.
        -h, --help              Print this help.

      """
    #expect(HelpText(width: 60).text(of: SampleCommand.self) == expected)
  }

  @Test(arguments: [50, 80, 100])
  func noLineIsWiderThanTheTerminal(width: Int) {
    for command in Program.commands {
      for line in HelpText(width: width).text(of: command).split(separator: "\n") {
        // A command line to copy is never broken.
        #expect(line.count <= width || line.hasPrefix("  recognizer"), "\(line)")
      }
    }
  }

  @Test func programHelpNamesEveryCommandAndCode() {
    let help = HelpText().full(of: Program.commands)
    for command in Program.commands { #expect(help.contains("\n  \(command.name) ")) }
    for code in ExitCode.allCases { #expect(help.contains("\n  \(code.rawValue) ")) }
  }

  @Test func gradientsHelpNamesTheLeastLength() {
    let help = HelpText().text(of: GradientsCommand.self).split(whereSeparator: \.isWhitespace)
    #expect(help.joined(separator: " ").contains("at least a hundredth of what the whole network"))
  }

  @Test func headingsAreBoldWhereColourIsAllowed() {
    let help = HelpText(style: TextStyle(isColored: true)).text(of: SampleCommand.self)
    #expect(help.contains("\u{1B}[1mUsage:\u{1B}[0m"))
  }
}

import RecognizerFileIO

/// The exit codes; scripts rely on the numbers, which are those of sysexits.h from 64 on.
package enum ExitCode: Int32, CaseIterable, Error {
  case success = 0
  case someInputsFailed = 1
  case usage = 64
  case unsuitableData = 65
  case inputMissing = 66
  case networkUnavailable = 69
  case cannotCreateOutput = 73
  case transferFailed = 74
  case interrupted = 130

  /// The exit code of a command that threw `error`.
  package init(of error: any Error) {
    self =
      switch error {
      case let code as ExitCode: code
      case is UsageError: .usage
      case let error as FileError: ExitCode(of: error.kind)
      case is ClosedOutput: .transferFailed
      case is Interrupted: .interrupted
      // All other errors of the libraries are about the data: an architecture, a model, a run.
      default: .unsuitableData
      }
  }

  private init(of kind: FileError.Kind) {
    self =
      switch kind {
      case .missing: .inputMissing
      case .corrupt: .unsuitableData
      case .cannotCreate: .cannotCreateOutput
      case .transferFailed: .transferFailed
      case .networkUnavailable: .networkUnavailable
      }
  }

  /// The meaning of the code, for help.
  package var meaning: String {
    switch self {
    case .success: "Done."
    case .someInputsFailed: "At least one input failed; the others were processed."
    case .usage: "The command line is wrong."
    case .unsuitableData: "Data is corrupt or unsuitable."
    case .inputMissing: "An input is missing."
    case .networkUnavailable: "The network is not available."
    case .cannotCreateOutput: "Output cannot be created."
    case .transferFailed: "Reading or writing failed, for example on a full disk."
    case .interrupted: "Interrupted."
    }
  }
}

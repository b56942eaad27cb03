import RecognizerCPUFeatures
package import RecognizerKernelInterface
import RecognizerKernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
#if arch(x86_64)
  import RecognizerKernelsAVX2
  import RecognizerKernelsAVX512
#endif

/// Which variant of the kernels runs.
package enum KernelChoice {
  /// The variants that this processor can run, slowest first.
  package static let available: [any KernelSet.Type] = {
    var variants: [any KernelSet.Type] = [RecognizerKernels.KernelVariant.self]
    #if arch(x86_64)
      if cpu_supports_avx2() { variants.append(RecognizerKernelsAVX2.KernelVariant.self) }
      if cpu_supports_avx512() { variants.append(RecognizerKernelsAVX512.KernelVariant.self) }
    #endif
    return variants
  }()

  /// The fastest variant, or the one that `RECOGNIZER_KERNELS` names if this processor has it.
  package static let best: any KernelSet.Type = {
    if let wanted = getenv("RECOGNIZER_KERNELS").map({ String(cString: $0) }),
      let variant = named(wanted)
    {
      return variant
    }
    return available[available.count - 1]
  }()

  /// The names of the variants that this processor can run.
  package static var availableNames: [String] { available.map { $0.name } }

  /// The variant of that name, if this processor can run it.
  package static func named(_ name: String) -> (any KernelSet.Type)? {
    available.first { $0.name == name }
  }
}

/// The name of the instruction set whose kernels run: `baseline`, `avx2` or `avx512`.
public let kernelsInUse: String = KernelChoice.best.name

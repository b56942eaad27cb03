import NeuralNet
import RecognizerKernelInterface
import Testing

@Suite struct KernelChoiceTests {
  @Test(arguments: [nil, ""] as [String?]) func theFastestVariantRunsByDefault(_ wanted: String?)
    throws
  {
    #expect(
      try KernelChoice.choice(wanted).get().name == KernelChoice.availableNames.last)
  }

  @Test(arguments: KernelChoice.availableNames) func everyVariantCanBeChosen(_ name: String) throws
  {
    #expect(try KernelChoice.choice(name).get().name == name)
  }

  @Test(arguments: ["avx-512", "AVX2", "sse", " baseline", "\u{1B}[2J"])
  func anUnknownValueIsAnError(_ wanted: String) {
    let error = #expect(throws: KernelChoice.ImpossibleChoice.self) {
      try KernelChoice.choice(wanted).get()
    }
    #expect(error?.isKnown == false)
    let text = error?.description ?? ""
    #expect(text.hasSuffix("possible here: \(KernelChoice.availableNames.joined(separator: ", "))"))
    #expect(!text.unicodeScalars.contains { $0.value < 32 })
  }

  @Test func aVariantThatThisProcessorLacksIsAnotherError() {
    let error = KernelChoice.ImpossibleChoice(wanted: "avx512", isKnown: true)
    #expect(error.description.hasPrefix("RECOGNIZER_KERNELS is avx512, which this processor lacks"))
    for name in ["baseline", "avx2", "avx512"] where KernelChoice.named(name) == nil {
      #expect(throws: KernelChoice.ImpossibleChoice(wanted: name, isKnown: true)) {
        try KernelChoice.choice(name).get()
      }
    }
  }
}

// swift-tools-version: 6.2
import PackageDescription

// MARK: - Settings

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// Kernels are optimised in debug builds too.
///
/// Unoptimised vector code is some 400 times slower, and every test that trains would crawl. `-Ounchecked` drops bounds and overflow checks, so
/// only the inner loops are compiled this way; their callers check shapes once.
func kernels(_ flags: String...) -> [SwiftSetting] {
  strict + [.unsafeFlags(["-Ounchecked"] + flags)]
}

/// One source, several instruction sets: `Sources/KernelsAVX2` and `Sources/KernelsAVX512` are
/// links to `Sources/Kernels`. The processor's own set is chosen once, at start.
#if arch(x86_64)
  let kernelVariants: [Target] = [
    .target(
      name: "KernelsAVX2", dependencies: ["CPUFeatures", "KernelInterface"],
      swiftSettings: kernels("-Xcc", "-march=x86-64-v3") + [.define("FMA")]),
    .target(
      name: "KernelsAVX512", dependencies: ["CPUFeatures", "KernelInterface"],
      swiftSettings: kernels("-Xcc", "-march=x86-64-v4") + [.define("FMA"), .define("AVX512")]),
  ]
#else
  let kernelVariants: [Target] = []
#endif

// MARK: - Package

let package = Package(
  name: "recognizer",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "DigitRecognition", targets: ["DigitRecognition"]),
    .library(name: "DigitData", targets: ["DigitData"]),
    .library(name: "NeuralNet", targets: ["NeuralNet"]),
    .executable(name: "recognizer", targets: ["recognizer"]),
  ],
  targets: [
    // MARK: System libraries
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(name: "CPUFeatures"),

    // MARK: Libraries
    .target(name: "FileIO", swiftSettings: strict),
    .target(name: "RandomNumbers", swiftSettings: strict),
    .target(name: "KernelInterface", swiftSettings: strict),
    .target(
      name: "Kernels", dependencies: ["CPUFeatures", "KernelInterface"],
      swiftSettings: kernels()),
    .target(
      name: "NeuralNet",
      dependencies: ["CPUFeatures", "FileIO", "KernelInterface", "Kernels", "RandomNumbers"]
        + kernelVariants.map { .target(name: $0.name) },
      swiftSettings: strict),
    // Optimised in debug builds too: plain loops over whole networks, and all tests use it.
    .target(
      name: "NeuralNetReference", dependencies: ["KernelInterface", "NeuralNet"],
      swiftSettings: strict + [.unsafeFlags(["-O"])]),
    .target(
      name: "DigitData", dependencies: ["CPNG", "CZlib", "FileIO", "RandomNumbers"],
      swiftSettings: strict),
    .target(
      name: "DigitDrawing", dependencies: ["DigitData", "RandomNumbers"],
      swiftSettings: strict),
    .target(
      name: "DigitRecognition",
      dependencies: ["DigitData", "FileIO", "NeuralNet", "RandomNumbers"],
      swiftSettings: strict),

    // MARK: Commands
    .executableTarget(
      name: "recognizer",
      dependencies: [
        "DigitData", "DigitRecognition", "FileIO", "NeuralNet", "NeuralNetReference",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "draw-samples",
      dependencies: ["DigitData", "DigitDrawing", "FileIO", "RandomNumbers"],
      swiftSettings: strict),
    .executableTarget(
      name: "draw-figures",
      dependencies: [
        "DigitData", "DigitRecognition", "FileIO", "NeuralNet", "NeuralNetReference",
      ],
      swiftSettings: strict),

    // MARK: Tests
    .target(
      name: "TestSupport", dependencies: ["NeuralNet", "NeuralNetReference"],
      path: "Tests/TestSupport", swiftSettings: strict + [.unsafeFlags(["-O"])]),
    .testTarget(
      name: "RandomNumbersTests", dependencies: ["RandomNumbers"], swiftSettings: strict),
    .testTarget(
      name: "FileIOTests", dependencies: ["FileIO", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "KernelsTests",
      dependencies: [
        "KernelInterface", "NeuralNet", "NeuralNetReference", "RandomNumbers", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "NeuralNetTests",
      dependencies: [
        "FileIO", "KernelInterface", "NeuralNet", "NeuralNetReference", "RandomNumbers",
        "TestSupport",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "DigitDataTests", dependencies: ["DigitData", "FileIO", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DigitDrawingTests",
      dependencies: [
        "draw-samples", "DigitData", "DigitDrawing", "FileIO", "RandomNumbers", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "DrawFiguresTests",
      dependencies: ["draw-figures", "FileIO", "NeuralNetReference", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "DigitRecognitionTests",
      dependencies: [
        "DigitData", "DigitDrawing", "DigitRecognition", "FileIO", "NeuralNet", "RandomNumbers",
        "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "RecognizerTests",
      dependencies: [
        "recognizer", "DigitData", "DigitDrawing", "DigitRecognition", "FileIO", "TestSupport",
      ],
      swiftSettings: strict),
  ] + kernelVariants
)

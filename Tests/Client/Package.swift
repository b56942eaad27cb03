// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "client",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(url: "https://example.com/recognizer.git", .upToNextMinor(from: "0.1.0"))
  ],
  targets: [
    .executableTarget(
      name: "EightTasks",
      dependencies: [.product(name: "DigitRecognition", package: "recognizer")])
  ]
)

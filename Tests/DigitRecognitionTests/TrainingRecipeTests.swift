import DigitRecognition
import NeuralNet
import Testing

/// Recipes belong to networks, not to their names.
@Suite struct TrainingRecipeTests {
  @Test func aNamedNetworkHasItsRecipeWithAnyNumberOfOutputs() throws {
    #expect(TrainingRecipe.suiting(.quick).epochs == 2)
    #expect(TrainingRecipe.suiting(try #require(Architecture.quick.withOutputs(12))).epochs == 2)
    #expect(TrainingRecipe.suiting(.default).augmentation == .hands)
    #expect(TrainingRecipe.suiting(.tiny).epochs == 40)
    #expect(TrainingRecipe.suiting(.accurate).augmentation == .standard)
    #expect(TrainingRecipe.suiting(.mnistExample) == .general)
  }

  @Test func anotherNetworkOfTheSameNameHasNone() {
    var other = Architecture.lenet5
    other.name = "quick"
    #expect(TrainingRecipe.suiting(other) == .general)
    var renamed = Architecture.quick
    renamed.name = "mine"
    #expect(TrainingRecipe.suiting(renamed).epochs == 2)
  }
}

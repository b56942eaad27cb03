// The standard library's functions for these are generic. Where the compiler does not inline them, it
// keeps a copy for `Int` that the linker shares among the kernels' variants, compiled for one of
// their instruction sets; these are always inlined.

/// The smaller of two numbers.
@inline(always)
func min(_ first: Int, _ second: Int) -> Int { first < second ? first : second }

/// The larger of two numbers.
@inline(always)
func max(_ first: Int, _ second: Int) -> Int { first < second ? second : first }

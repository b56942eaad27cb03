#ifndef RECOGNIZER_SHIPPED_MODEL_H
#define RECOGNIZER_SHIPPED_MODEL_H

#include <stddef.h>

/// The bytes of models/default.safetensors, at an address aligned to 64 bytes.
const void *shipped_model_bytes(void);

/// How many they are.
size_t shipped_model_size(void);

#endif

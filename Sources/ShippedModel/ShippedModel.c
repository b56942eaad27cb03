#include "RecognizerShippedModel.h"

// A part of the program's read-only data: the system maps its pages when they are read, and nothing
// copies them.
static const _Alignas(64) unsigned char model[] = {
#embed "../../models/default.safetensors"
};

const void *shipped_model_bytes(void) { return model; }
size_t shipped_model_size(void) { return sizeof model; }

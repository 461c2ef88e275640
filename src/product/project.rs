//! What a person works on: one zone, its provider, its primaries, its key.

"""What `make demo` shows: a server on sample tracks, a few questions, a playlist repaired."""

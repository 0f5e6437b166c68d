"""The server: use cases, matching, gRPC; started by `tracklinkd`."""

"""Generated protobuf and gRPC code of the contract `tracklink.v1`; made by `make proto`, never edited."""

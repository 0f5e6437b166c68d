"""Exits 0 when the server says SERVING: `python deploy/healthcheck.py [HOST:PORT]`."""

import sys

import grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import HealthStub

TIMEOUT_SECONDS = 4.0


def main(address: str = "127.0.0.1:50051") -> int:
    """0 when it serves; 1 and a sentence on stderr when not."""
    with grpc.insecure_channel(address) as channel:
        try:
            status = HealthStub(channel).Check(HealthCheckRequest(), timeout=TIMEOUT_SECONDS).status
        except grpc.RpcError as error:
            sys.stderr.write(f"{address} does not answer: {error.code().name}\n")
            return 1
    if status != HealthCheckResponse.SERVING:
        sys.stderr.write(f"{address} is {HealthCheckResponse.ServingStatus.Name(status)}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

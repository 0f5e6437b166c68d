"""The ceiling of a call: a bare gRPC server that gives the same bytes as answer to whatever it is asked.

    python -m benchmarks.echo FILE [PORT [uvloop]]

FILE holds the answer; several processes may share a PORT. Prints `listening on HOST:PORT`, and ends with its standard
input.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

import grpc
import uvloop

SERVICE = "tracklink.v1.TrackLinkService"


def echo_server(answer: bytes, port: int) -> tuple["grpc.aio.Server", int]:
    """A server that is not started yet, and its port. Questions are not even decoded."""

    async def echo(_question: bytes, _context: "grpc.aio.ServicerContext[Any, Any]") -> bytes:
        return answer

    server = grpc.aio.server()
    handlers: dict[str, grpc.RpcMethodHandler[bytes, bytes]] = {"LinkTrack": grpc.unary_unary_rpc_method_handler(echo)}
    server.add_registered_method_handlers(SERVICE, handlers)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(SERVICE, handlers),))
    return server, server.add_insecure_port(f"127.0.0.1:{port}")


async def serve(answer: bytes, port: int) -> None:
    """Echo until standard input ends."""
    server, taken = echo_server(answer, port)
    await server.start()
    sys.stdout.write(f"listening on 127.0.0.1:{taken}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await server.stop(0)


def main(file: str, port: str = "0", loop: str = "asyncio") -> None:
    """Serve on the port, or on any that is free."""
    run = uvloop.run if loop == "uvloop" else asyncio.run
    run(serve(Path(file).read_bytes(), int(port)))


if __name__ == "__main__":
    main(*sys.argv[1:])

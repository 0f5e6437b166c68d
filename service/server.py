"""The gRPC server: its services, its health, and how it ends."""

import asyncio
from contextlib import suppress
from typing import Any, Final

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from service.address import Address
from service.call_log import LogCall, log_call
from service.gate import Gate
from service.interceptor import CallInterceptor
from service.metrics import Metrics
from service.servicer import Servicer
from tracklink.v1 import link_service_pb2, link_service_pb2_grpc

SERVICE: Final = link_service_pb2.DESCRIPTOR.services_by_name["TrackLinkService"].full_name
DRAIN_SECONDS: Final = 10.0
FAREWELL_SECONDS: Final = 0.5
"""For calls that never end by themselves: health watchers, open reflection streams. As long again is left for the
stores to be let go of."""

MOST_MESSAGE_BYTES: Final = 16 * 1024 * 1024

OPTIONS: Final = (
    ("grpc.so_reuseport", 1),
    ("grpc.max_receive_message_length", MOST_MESSAGE_BYTES),
    ("grpc.max_send_message_length", MOST_MESSAGE_BYTES),
)


class Server:
    """Listens from `start`, answers from `serve`, and takes its leave with `drain`."""

    def __init__(self, servicer: Servicer, gate: Gate, metrics: Metrics, log_call: LogCall = log_call) -> None:
        self._gate = gate
        self._health = health.aio.HealthServicer()
        self._server = grpc.aio.server(interceptors=[CallInterceptor(gate, metrics, log_call)], options=OPTIONS)
        link_service_pb2_grpc.add_TrackLinkServiceServicer_to_server(servicer, self._server)
        self._server.add_registered_method_handlers(SERVICE, _encoded(servicer))
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._server)
        reflection.enable_server_reflection([SERVICE, health.SERVICE_NAME, reflection.SERVICE_NAME], self._server)

    async def start(self, address: Address) -> Address:
        """Listen, healthy not yet; calls are refused until `serve`. The address with the port taken. Raises OSError."""
        await self._set_health(serving=False)
        try:
            port = self._server.add_insecure_port(str(address))
        except RuntimeError as error:
            raise OSError(f"{address} cannot be listened on") from error
        await self._server.start()
        return Address(address.host, port)

    async def serve(self) -> None:
        """Answer calls from now on."""
        self._gate.open()
        await self._set_health(serving=True)

    async def drain(self) -> None:
        """Refuse new calls, let those in flight finish for ten seconds at most, and stop."""
        self._gate.drain()
        await self._health.enter_graceful_shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_SECONDS - 2 * FAREWELL_SECONDS):
                await self._gate.idle()
        await self._server.stop(FAREWELL_SECONDS)

    async def _set_health(self, *, serving: bool) -> None:
        status = health_pb2.HealthCheckResponse.SERVING if serving else health_pb2.HealthCheckResponse.NOT_SERVING
        for service in ("", SERVICE):
            await self._health.set(service, status)


def _encoded(servicer: Servicer) -> "dict[str, grpc.RpcMethodHandler[Any, Any]]":
    """The methods whose answers come as bytes."""
    stream = grpc.stream_stream_rpc_method_handler
    link, replacement = link_service_pb2.LinkTracksRequest, link_service_pb2.FindReplacementsRequest
    return {
        "LinkTrack": grpc.unary_unary_rpc_method_handler(servicer.link_track),
        "LinkTracks": stream(servicer.LinkTracks, request_deserializer=link.FromString),
        "FindReplacements": stream(servicer.FindReplacements, request_deserializer=replacement.FromString),
    }

"""What stands around every call: the gate, the status of an error, the figures, the line in the log."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from typing import Any, TypeAlias

import grpc

from service.call import CURRENT, SERVICE_PREFIX, Call
from service.call_log import LogCall
from service.gate import Gate
from service.metrics import Metrics
from service.status import Fault, abort, attempt

Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"
Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
Behaviour = Callable[..., Any]

_FACTORIES: dict[tuple[bool, bool], Callable[..., Handler]] = {
    (False, False): grpc.unary_unary_rpc_method_handler,
    (False, True): grpc.unary_stream_rpc_method_handler,
    (True, False): grpc.stream_unary_rpc_method_handler,
    (True, True): grpc.stream_stream_rpc_method_handler,
}


class CallInterceptor(grpc.aio.ServerInterceptor):
    """Wraps each method once. Health and reflection pass without the gate: they answer while starting and draining."""

    def __init__(self, gate: Gate, metrics: Metrics, log_call: LogCall) -> None:
        self._gate = gate
        self._metrics = metrics
        self._log_call = log_call
        self._wrapped: dict[str, Handler] = {}

    async def intercept_service(
        self,
        continuation: "Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]]",
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        """The method's own handler, wrapped; for an unknown method one that says so."""
        method = handler_call_details.method
        if method in self._wrapped:
            return self._wrapped[method]
        handler = await continuation(handler_call_details)
        if handler is None:
            return grpc.unary_unary_rpc_method_handler(self._around("unknown", _unimplemented))
        self._wrapped[method] = self._wrap(method, handler)
        return self._wrapped[method]

    def _wrap(self, method: str, handler: Handler) -> Handler:
        behaviour: Any = handler.unary_unary or handler.unary_stream or handler.stream_unary or handler.stream_stream
        answer = _written(behaviour) if inspect.isasyncgenfunction(behaviour) else behaviour
        gated = self._gated(answer) if method.startswith(SERVICE_PREFIX) else answer
        name = method.removeprefix(SERVICE_PREFIX).lstrip("/")
        return _FACTORIES[handler.request_streaming, handler.response_streaming](
            self._around(name, gated), handler.request_deserializer, handler.response_serializer
        )

    def _gated(self, answer: Behaviour) -> Behaviour:
        async def gated(request: object, context: Context) -> object:
            if refusal := self._gate.refusal():
                return refusal
            with self._gate:
                return await answer(request, context)

        return gated

    def _around(self, name: str, answer: Behaviour) -> Behaviour:
        async def around(request: object, context: Context) -> object:
            call = Call(name, context.peer())
            CURRENT.set(call)
            try:
                result = await attempt(answer(request, context), call)
                if isinstance(result, Fault):
                    await abort(context, result, call)
            except grpc.aio.AbortError:
                call.code = context.code().name
                raise
            except asyncio.CancelledError:
                call.code = _code_of_cancellation(context).name
                raise
            else:
                return result
            finally:
                self._metrics.call(call)
                self._log_call(call)

        return around


def _written(behaviour: Behaviour) -> Behaviour:
    """Writes what the generator yields, so that its end, however it comes, is awaited within the call."""

    async def written(request: object, context: Context) -> None:
        async with aclosing(behaviour(request, context)) as responses:
            async for response in responses:
                await _write(response, context)

    return written


async def _write(response: object, context: Context) -> None:
    """Hand over a response. That it failed may be known before the call is cancelled: its caller left."""
    try:
        await context.write(response)
    except grpc.aio.InternalError as error:
        raise asyncio.CancelledError from error


def _code_of_cancellation(context: Context) -> grpc.StatusCode:
    left: float | None = context.time_remaining()
    return grpc.StatusCode.DEADLINE_EXCEEDED if left is not None and left <= 0 else grpc.StatusCode.CANCELLED


async def _unimplemented(_request: object, context: Context) -> None:
    await context.abort(grpc.StatusCode.UNIMPLEMENTED, "The server has no such method; its reflection lists them.")

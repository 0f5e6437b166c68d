"""Logging in to a service in the browser, and the bearer tokens that come of it."""

import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from tracklink.playlists.remote.access import Bearer
from tracklink.playlists.remote.grant import GRANTS, REDIRECT_PORT, REDIRECT_URI, Grant, override
from tracklink.playlists.remote.lock import file_lock
from tracklink.playlists.remote.service import LoginNeeded, ServiceFailed
from tracklink.playlists.remote.token_store import TokenStore

TIMEOUT_SECONDS = 20.0
PATIENCE_SECONDS = 300.0
"""How long the user may take in the browser."""
NEARLY_OVER_SECONDS = 60.0
"""A token is renewed so long before its end, that none runs out on its way."""
VERIFIER_BYTES = 48
DONE = "That was all here: go back to the terminal, which says how it went."
REFUSED = "The login was refused: go back to the terminal."


def bearer_of(provider: str) -> Bearer:
    """The tokens of the user's login at a service, renewed when they run out, from several threads and processes.

    A refresh token is used once: whoever had to wait for the lock finds the login that another has renewed.
    """
    store = TokenStore(provider)

    def bearer(rejected: str = "") -> str:
        if token := _good_token(store.read(), rejected):
            return token
        with _login_lock(store):
            tokens = store.read()
            return _good_token(tokens, rejected) or _renewed(GRANTS[provider], store, tokens)

    return bearer


def _login_lock(store: TokenStore) -> AbstractContextManager[None]:
    """While the login is renewed, or another takes its place."""
    return file_lock(store.path.with_suffix(".lock"))


def _good_token(tokens: Mapping[str, Any], rejected: str) -> str:
    token = str(tokens.get("access_token") or "")
    is_whole = token.isascii() and token.isprintable()
    return "" if token == rejected or not is_whole or _is_nearly_over(tokens) else token


def login(grant: Grant, show: Callable[[str], None], store: TokenStore) -> None:
    """Let the user allow us in, and keep the tokens. `show` is given the page to open. PlaylistServiceError."""
    with _client(grant) as client, _Callback() as callback:
        verifier = secrets.token_urlsafe(VERIFIER_BYTES)
        address, state = client.create_authorization_url(_authorize_url(grant), code_verifier=verifier)
        show(address)
        answer = callback.wait()
        if answer.get("state") != state or "code" not in answer:
            lack = "the browser came back from another login" if answer else "nobody answered in time"
            raise LoginNeeded(f"{grant.provider} did not let us in: {answer.get('error', lack)}")
        tokens = _fetched(
            grant,
            lambda: client.fetch_token(
                _token_url(grant), code=answer["code"], code_verifier=verifier, timeout=TIMEOUT_SECONDS
            ),
        )
    with _login_lock(store):
        store.write(tokens)


def _renewed(grant: Grant, store: TokenStore, tokens: Mapping[str, Any]) -> str:
    kept = str(tokens.get("refresh_token") or "")
    if not kept:
        raise LoginNeeded(f"the login at {grant.provider} has run out: run `tracklink login {grant.provider}`")
    with _client(grant) as client:
        fresh = _fetched(
            grant, lambda: client.refresh_token(_token_url(grant), refresh_token=kept, timeout=TIMEOUT_SECONDS)
        )
    store.write({"refresh_token": kept, **fresh})
    return str(fresh["access_token"])


def _fetched(grant: Grant, fetch: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """Tokens. No message repeats what the service said beyond the name of its error."""
    try:
        tokens = dict(fetch())
    except OAuthError as error:
        raise LoginNeeded(
            f"{grant.provider} refused the login ({error.error}): run `tracklink login {grant.provider}`"
        ) from error
    except (requests.RequestException, ValueError) as error:
        raise ServiceFailed(f"{grant.provider} did not answer the login: {type(error).__name__}") from error
    if not tokens.get("access_token"):
        raise ServiceFailed(f"{grant.provider} answered the login without a token")
    return tokens


def _is_nearly_over(tokens: Mapping[str, Any]) -> bool:
    ends_at = tokens.get("expires_at")
    return isinstance(ends_at, int | float) and ends_at - NEARLY_OVER_SECONDS < time.time()


def _client(grant: Grant) -> OAuth2Session:
    return OAuth2Session(
        client_id=grant.client_id(),
        scope=" ".join(grant.scopes),
        redirect_uri=REDIRECT_URI,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",  # noqa: S106  # PKCE stands for a secret
    )


def _authorize_url(grant: Grant) -> str | None:
    """The variable is for tests alone: a login at another address than the service's own is worth nothing."""
    return override(f"TRACKLINK_{grant.provider.upper()}_AUTHORIZE_URL", grant.authorize_url)


def _token_url(grant: Grant) -> str | None:
    """The variable is for tests alone, likewise."""
    return override(f"TRACKLINK_{grant.provider.upper()}_TOKEN_URL", grant.token_url)


class _Callback:
    """Where the browser comes back to."""

    def __init__(self) -> None:
        self.answer: dict[str, str] = {}

    def __enter__(self) -> Self:
        callback = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 1.0  # browsers open connections on which they send nothing

            def do_GET(self) -> None:
                callback.take(self)

            def log_message(self, *_: object) -> None:
                """Say nothing: the address holds the code."""

        try:
            self._server = HTTPServer(("127.0.0.1", REDIRECT_PORT), Handler)
        except OSError as error:
            raise ServiceFailed(f"port {REDIRECT_PORT}, to which the browser comes back, is in use") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def wait(self) -> dict[str, str]:
        """What the service sent along with the user; empty when nobody came."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not self.answer and time.monotonic() < end:
            self._server.timeout = 1.0
            self._server.handle_request()
        return self.answer

    def take(self, request: BaseHTTPRequestHandler) -> None:
        """Tell the user in the browser how it went. Other requests, as for an icon, are none of ours."""
        address = urlsplit(request.path)
        answer = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path != urlsplit(REDIRECT_URI).path or not answer:
            request.send_error(404)
            return
        self.answer = answer
        body = (DONE if "code" in answer else REFUSED).encode()
        request.send_response(200)
        request.send_header("Content-Type", "text/plain; charset=utf-8")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

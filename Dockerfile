# The server. docker build -t tracklinkd . && docker run -p 50051:50051 -v tracklinkd:/var/lib/tracklinkd tracklinkd

FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.8
WORKDIR /app
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never
# Dependencies first: they change less often than the code.
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY service/pyproject.toml service/
RUN --mount=type=cache,target=/root/.cache/uv \
    uv sync --frozen --no-dev --package tracklinkd --no-install-workspace
COPY . .
RUN --mount=type=cache,target=/root/.cache/uv \
    uv sync --frozen --no-dev --package tracklinkd

FROM python:3.11-slim-bookworm
# Postgres asks for the name of the user that it runs as, so the user has one.
RUN useradd --uid 10001 --create-home tracklinkd \
    && install --directory --owner tracklinkd --mode 0755 /var/lib/tracklinkd
COPY --from=build /app /app
WORKDIR /app
ENV PATH="/app/.venv/bin:$PATH" PYTHONUNBUFFERED=1 TRACKLINKD_DATA_DIR=/var/lib/tracklinkd/postgres
USER 10001
VOLUME /var/lib/tracklinkd
EXPOSE 50051
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "deploy/healthcheck.py"]
CMD ["tracklinkd", "serve", "--listen", "0.0.0.0:50051"]

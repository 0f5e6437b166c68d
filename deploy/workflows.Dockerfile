# The steps of workflows/ for Flyte: docker build --file deploy/workflows.Dockerfile --tag REGISTRY/workflows:1 .
FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --create-home steps
COPY pyproject.toml README.md LICENSE /tmp/tracklink/
COPY tracklink /tmp/tracklink/tracklink
RUN pip install --no-cache-dir '/tmp/tracklink[flyte,playlists]' && rm -r /tmp/tracklink
WORKDIR /home/steps
COPY workflows workflows
ENV PYTHONPATH=/home/steps PYTHONUNBUFFERED=1
USER 10001

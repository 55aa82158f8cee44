# One image for the web, the worker and the migrations. The front end is built inside; the result runs as nobody special.
FROM python:3.12-slim AS build
WORKDIR /srv/entraide
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
COPY requirements.lock requirements-uv.lock Makefile pyproject.toml README.md ./
COPY tools tools
COPY frontend frontend
COPY app app
COPY migrations migrations
COPY alembic.ini ./
RUN make setup && rm -rf frontend/node_modules

FROM python:3.12-slim
RUN useradd --system --create-home --home-dir /var/lib/entraide --uid 10001 entraide
WORKDIR /srv/entraide
COPY --from=build --chown=root:root /srv/entraide /srv/entraide
ENV ENTRAIDE_STAGE=production ENTRAIDE_VAR=/var/lib/entraide HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
USER entraide
VOLUME /var/lib/entraide
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD \
  [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT [".venv/bin/entraide"]
CMD ["serve"]

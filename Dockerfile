# Two stages: what pip needs to install stays behind, the image holds Python, the packages and the source.
FROM python:3.13-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.txt \
 && /venv/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home jipp
COPY --from=packages /venv /venv
WORKDIR /srv/jipp
COPY alembic.ini LICENSE ./
COPY migrations migrations
COPY app app
RUN mkdir var && chown jipp var && /venv/bin/python -m compileall -q app migrations
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 OPENBLAS_NUM_THREADS=1
USER jipp
VOLUME /srv/jipp/var
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "python -m app.commands migrate && exec python -m app.commands serve --host 0.0.0.0"]

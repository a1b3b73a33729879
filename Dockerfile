# The service as an image: docker build --tag mijnzaken-bff:0.1.0 .
#
# Nothing is fetched but the base and what requirements/ names with its hashes. The tag gets the fixes of Debian and
# Python at every build; pin a digest in your own pipeline: --build-arg PYTHON_IMAGE=…@sha256:…
# 3.11 is the Python on which everything here is tested.
ARG PYTHON_IMAGE=docker.io/library/python:3.11-slim-bookworm

# hadolint ignore=DL3006
FROM ${PYTHON_IMAGE} AS bouw
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /bouw
# Two environments: one that is shipped and holds no pip, and one that only builds our own package.
RUN python -m venv --without-pip /opt/mijnzaken && python -m venv gereedschap
COPY requirements/run.txt requirements/build.txt requirements/
RUN python -m pip --python /opt/mijnzaken/bin/python install --require-hashes --only-binary :all: \
        --requirement requirements/run.txt \
    && gereedschap/bin/python -m pip install --require-hashes --only-binary :all: --requirement requirements/build.txt
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN gereedschap/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir wiel . \
    && python -m pip --python /opt/mijnzaken/bin/python install --no-deps --no-index wiel/*.whl

# hadolint ignore=DL3006
FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="mijnzaken-bff" \
      org.opencontainers.image.description="Eén eerlijk antwoord op de vraag: welke zaken heb ik?" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="EUPL-1.2" \
      org.opencontainers.image.documentation="docs/handboek.md"
# All bytecode was made while building. Nothing is ever written here: the root may be read-only.
ENV PATH=/opt/mijnzaken/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    MIJNZAKEN_CONFIG=/etc/mijnzaken/mijnzaken.yaml
COPY --from=bouw /opt/mijnzaken /opt/mijnzaken
# By number: a platform that demands "not root" cannot look a name up. It belongs to nobody in this image.
USER 10001:10001
EXPOSE 8000 8001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s --retries=3 CMD ["mijnzaken-bff", "gezond"]
ENTRYPOINT ["mijnzaken-bff"]
CMD ["serve"]

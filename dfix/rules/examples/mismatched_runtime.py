"""Examples of mismatched-runtime (DF202): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

VERSIONS = (
    "FROM python:3.12 AS build\nRUN pip install --prefix=/install flask\n"
    "FROM python:3.11-slim\nCOPY --from=build «/install» /usr/local\n"
)
PATHS = (
    "FROM python:3.11 AS build\nRUN python -m venv /venv && /venv/bin/pip install flask\n"
    'FROM gcr.io/distroless/python3-debian12\nCOPY --from=build «/venv» /venv\nENTRYPOINT ["/venv/bin/python", "-m", "app"]\n'
)
MOVED = (
    "FROM python:3.12-slim AS build\nRUN python -m venv /app/.venv && /app/.venv/bin/pip install gunicorn\n"
    'FROM python:3.12-slim\nCOPY --from=build «/app/.venv» /venv\nCMD ["/venv/bin/gunicorn", "app"]\n'
)
UV = (
    "FROM ghcr.io/astral-sh/uv:bookworm-slim AS build\nWORKDIR /app\nRUN uv sync\n"
    'FROM debian:12-slim\nCOPY --from=build «/app/.venv» /app/.venv\nCMD ["/app/.venv/bin/app"]\n'
)
USER = (
    "FROM python:3.12-slim AS build\nRUN pip install --user flask\n"
    "FROM python:3.12-slim\nCOPY --from=build «/root/.local» /root/.local\nUSER web\n"
)

BAD = (
    Bad(MOVED, "`/venv` was made at `/app/.venv`, and `gunicorn` is started"),
    Bad(UV, "use `/root/.local/share/uv/python/…/bin/python3`, which is not in the final stage"),
    Bad(USER, "is in root's home, and the final stage runs as `web`"),
    Bad(
        VERSIONS,
        "packages for Python 3.12, and the final stage has 3.11",
        VERSIONS.replace("FROM python:3.11-slim", "FROM python:3.12-slim"),
    ),
    Bad(
        "FROM node:18-bookworm AS build\nWORKDIR /app\nRUN npm install better-sqlite3\n"
        "FROM node:20-bookworm-slim\nCOPY --from=build «/app/node_modules» /app/node_modules\n",
        "packages for Node 18, and the final stage has 20",
    ),
    Bad(PATHS, "use `/usr/local/bin/python3`"),
    Bad(
        "FROM python:3.12-slim-bookworm AS build\nRUN python -m venv /venv && /venv/bin/pip install gunicorn\n"
        "FROM gcr.io/distroless/cc-debian12\nCOPY --from=build «/venv» /venv\n"
        'ENV PATH=/venv/bin:$PATH\nCMD ["gunicorn", "app"]\n',
        "use `/usr/local/bin/python3`, which is not in the final stage",
    ),
    Bad(
        "FROM python:3.9-slim AS build\nRUN python3 -m venv /opt/venv\n"
        "FROM debian:12-slim\nRUN apt-get update && apt-get install -y python3\nCOPY --from=build «/opt/venv» /opt/venv\n",
        "packages for Python 3.9, and the final stage has 3.11",
    ),
)

GOOD = (
    Good("python runs a module of a moved environment", MOVED.replace('"/venv/bin/gunicorn"', '"/venv/bin/python"')),
    Good(
        "uv's Python comes along",
        UV.replace("COPY", "COPY --from=build /root/.local/share/uv /root/.local/share/uv\nCOPY"),
    ),
    Good("root's home is opened", USER.replace("USER", "RUN chmod 755 /root\nUSER")),
    Good(
        "addons of Node-API load into any major",
        "FROM node:18-bookworm AS build\nWORKDIR /app\nRUN npm install bcrypt\n"
        "FROM node:20-bookworm-slim\nCOPY --from=build /app/node_modules /app/node_modules\n",
    ),
    Good("the same version", VERSIONS.replace("3.12", "3.11")),
    Good("a version that the tag does not say", VERSIONS.replace("python:3.11-slim", "python:3-slim")),
    Good(
        "the interpreter stands at the same path",
        PATHS.replace("gcr.io/distroless/python3-debian12", "python:3.11-slim"),
    ),
    Good(
        "the interpreter comes along",
        PATHS.replace(
            "COPY --from=build «/venv» /venv",
            "COPY --from=build /usr/local/ /usr/local/\nCOPY --from=build /venv /venv",
        ),
    ),
    Good(
        "made by the runtime's own Python",
        PATHS.replace(
            "python:3.11 AS build\nRUN python",
            "debian:12 AS build\nRUN apt-get update && apt-get install -y python3-venv\nRUN python3",
        ),
    ),
)

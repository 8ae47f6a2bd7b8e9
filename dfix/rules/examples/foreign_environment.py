"""Examples of foreign-environment (DF201): texts with the fault, and right texts that look like them."""

from dfix.rules.examples import Bad, Good

NODE = (
    "FROM node:20 AS build\nWORKDIR /app\nRUN npm install bcrypt express\n"
    "FROM node:20-alpine3.20\nCOPY --from=build «/app/node_modules» /app/node_modules\n"
)
PYTHON = (
    "FROM python:3.12 AS build\nRUN pip install --prefix=/install numpy\n"
    "FROM python:3.12-alpine3.20\nCOPY --from=build «/install» /usr/local\n"
)

BAD = (
    Bad(NODE, "native parts (bcrypt) built for glibc", NODE.replace("node:20 AS", "node:20-alpine3.20 AS")),
    Bad(
        PYTHON,
        "native parts (numpy) built for glibc",
        PYTHON.replace("python:3.12 AS", "python:3.12-alpine3.20 AS"),
    ),
    Bad(
        "FROM python:3.12-alpine3.20 AS build\nRUN apk add --no-cache gcc musl-dev\nCOPY requirements.txt .\n"
        "RUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\n"
        "FROM python:3.12-slim\nCOPY --from=build «/venv» /venv\n",
        "native parts built for musl",
        "FROM python:3.12-alpine3.20 AS build\nRUN apk add --no-cache gcc musl-dev\nCOPY requirements.txt .\n"
        "RUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\n"
        "FROM python:3.12-alpine3.20\nCOPY --from=build /venv /venv\n",
    ),
)

GOOD = (
    Good("both sides are Alpine", NODE.replace("node:20 AS", "node:20-alpine3.20 AS")),
    Good("no package named has native parts", NODE.replace("bcrypt express", "express lodash")),
    Good("package.json, which says what is in it, is not read", NODE.replace("install bcrypt express", "ci")),
    Good("only the bundle moves on", NODE.replace("/app/node_modules", "/app/dist")),
    Good("both sides are Debian", PYTHON.replace("3.12-alpine3.20", "3.12-slim")),
    Good("no package named has native parts", PYTHON.replace("numpy", "flask requests")),
    Good("the runtime's libc is not known", PYTHON.replace("python:3.12-alpine3.20", "registry.example/py")),
)

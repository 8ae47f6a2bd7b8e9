"""What every other toolchain leaves where, and of which nature; one table a toolchain."""

import pytest

from dfix.images import Libc
from dfix.plan import BuildOptions, plan
from dfix.syntax import parse
from dfix.text import Source
from dfix.trace import Artifact, Kind, Linkage, trace

STATIC, DYNAMIC, UNCLEAR = "program static", "program dynamic", "program unknown"
TEXT, PURE, NATIVE, PACKAGES = "portable", "environment static", "environment dynamic", "environment unknown"
LIBRARY = "library dynamic"


def artifact(base: str, lines: str, path: str) -> Artifact | None:
    text = f"FROM {base}\nWORKDIR /src\n{lines}\n"
    (stage,) = trace(plan(parse(Source(text.encode())), BuildOptions())).stages
    node = stage.root.files.find(path)
    return node.artifact if node else None


def nature(base: str, lines: str, path: str) -> str:
    found = artifact(base, lines, path)
    if found is None:
        return "nothing"
    kind = found.kind.name.lower()
    return kind if found.kind in (Kind.PORTABLE, Kind.UNKNOWN) else f"{kind} {found.linkage.value}"


PYTHON = "python:3.12-bookworm"
SITE = "/usr/local/lib/python3.12/site-packages"
TABLES: dict[str, list[tuple[str, str, str, str]]] = {
    "pip": [
        (PYTHON, "RUN pip install flask", SITE, PURE),
        (PYTHON, "RUN pip install numpy==1.26 flask", SITE, NATIVE),
        (PYTHON, "RUN pip install -r requirements.txt", SITE, PACKAGES),
        (PYTHON, "RUN pip install --prefix=/p numpy", "/p/lib", NATIVE),
        (PYTHON, "RUN pip install --prefix /p numpy", "/p/bin/f2py", NATIVE),
        (PYTHON, "RUN pip install -t dist numpy", "/src/dist", NATIVE),
        (PYTHON, "RUN pip install --user numpy", "/root/.local", NATIVE),
        (PYTHON, "RUN pip install --root /r numpy", "/r/usr/local/lib/python3.12/site-packages", NATIVE),
        (PYTHON, "RUN pip install --install-option=--prefix=/o numpy", "/o", NATIVE),
        (PYTHON, "RUN pip wheel -w /w -r requirements.txt", "/w", PACKAGES),
        (PYTHON, "RUN python -m pip wheel --wheel-dir=/w numpy", "/w", NATIVE),
        ("alpine:3.20", "RUN apk add py3-pip && pip install numpy", "/usr/lib/python3.12/site-packages", NATIVE),
        ("debian:12", "RUN apt-get install -y python3-pip && pip3 install numpy", "/usr/local/lib/python3.11/dist-packages", NATIVE),
    ],
    "venv": [
        (PYTHON, "RUN python -m venv /v", "/v", PURE),
        (PYTHON, "RUN virtualenv /v && /v/bin/pip install numpy", "/v", NATIVE),
        (PYTHON, "RUN python3 -m venv /v\nENV PATH=/v/bin:$PATH\nRUN pip install numpy", "/v", NATIVE),
        (PYTHON, "RUN python3 -m venv /v && . /v/bin/activate && pip install numpy", "/v", NATIVE),
        (PYTHON, "RUN python -m venv /v\nRUN pip install numpy", "/v", PURE),
        (PYTHON, "RUN python setup.py bdist_wheel", "/src/dist", PACKAGES),
    ],
    "uv": [
        (PYTHON, "RUN uv sync --frozen", "/src/.venv", PACKAGES),
        (PYTHON, "ENV UV_PROJECT_ENVIRONMENT=/v\nRUN uv sync", "/v", PACKAGES),
        (PYTHON, "RUN uv venv && uv pip install numpy", "/src/.venv", NATIVE),
        (PYTHON, "RUN uv pip install --system numpy", SITE, NATIVE),
        (PYTHON, "RUN uv python install 3.12", "/root/.local/share/uv/python", DYNAMIC),
    ],
    "poetry": [
        (PYTHON, "ENV POETRY_VIRTUALENVS_IN_PROJECT=1\nRUN poetry install", "/src/.venv", PACKAGES),
        (PYTHON, "RUN poetry config virtualenvs.create false && poetry install", SITE, PACKAGES),
        (PYTHON, "RUN poetry install", "/root/.cache/pypoetry/virtualenvs", PACKAGES),
        (PYTHON, "RUN poetry build", "/src/dist", PACKAGES),
        (PYTHON, "RUN pdm sync", "/src/.venv", PACKAGES),
        (PYTHON, "RUN pipenv install --system", SITE, PACKAGES),
        (PYTHON, "ENV PIPENV_VENV_IN_PROJECT=1\nRUN pipenv sync", "/src/.venv", PACKAGES),
    ],
    "conda": [
        ("debian:12", "RUN conda create -p /env python", "/env", NATIVE),
        ("debian:12", "RUN micromamba create -n app python", "/opt/conda/envs/app", NATIVE),
        ("debian:12", "RUN conda-pack -o /env.tar.gz", "/env.tar.gz", NATIVE),
    ],
    "pyinstaller": [
        (PYTHON, "RUN pyinstaller --onefile app.py", "/src/dist/app", DYNAMIC),
        (PYTHON, "RUN pyinstaller --distpath /o -n app app.py", "/o/app", DYNAMIC),
        (PYTHON, "RUN python -m nuitka --output-dir=/o app.py", "/o", DYNAMIC),
        (PYTHON, "RUN staticx app /out", "/out", STATIC),
        (PYTHON, "RUN cythonize -i mod.pyx", "/src", NATIVE),
        (PYTHON, "RUN pex -o app.pex .", "/src/app.pex", PACKAGES),
    ],
    "npm": [
        ("node:20", "RUN npm ci", "/src/node_modules", PACKAGES),
        ("node:20", "RUN npm install bcrypt", "/src/node_modules", NATIVE),
        ("node:20", "RUN npm install express", "/src/node_modules", PURE),
        ("node:20", "RUN yarn", "/src/node_modules", PACKAGES),
        ("node:20", "RUN yarn --cwd web build", "/src/web/dist", TEXT),
        ("node:20", "RUN pnpm --dir /w install", "/w/node_modules", PACKAGES),
        ("node:20-alpine", "RUN apk add g++ && npm ci", "/src/node_modules", NATIVE),
        ("node:20", "RUN npm install -g sharp", "/usr/local/lib/node_modules", NATIVE),
        ("node:20", "RUN npm run build", "/src/build", TEXT),
        ("node:20", "WORKDIR /\nRUN npm run build", "/dist", TEXT),
        ("node:20", "RUN npx webpack --mode production", "/src/dist", TEXT),
        ("node:20", "RUN ng build --prod", "/src/dist", TEXT),
    ],
    "node_binary": [
        ("node:20", "RUN pkg -t node18-linux-x64 -o /a .", "/a", DYNAMIC),
        ("node:20", "RUN npx pkg -t node18-linuxstatic-x64 --output /a .", "/a", STATIC),
        ("node:20", "RUN nexe -o /a app.js", "/a", DYNAMIC),
        ("node:20", "RUN npx postject app NODE_SEA_BLOB sea.blob", "/src/app", DYNAMIC),
        ("oven/bun:1-debian", "RUN bun build --compile --outfile=/a i.ts", "/a", DYNAMIC),
        ("oven/bun:1-debian", "RUN bun build --outdir=/o i.ts", "/o", TEXT),
        ("debian:12", "RUN deno compile -o /a main.ts", "/a", DYNAMIC),
        ("debian:12", "RUN deno cache main.ts", "/src", TEXT),
    ],
    "java": [
        ("maven:3.9", "RUN mvn package", "/src/target/classes", TEXT),
        ("maven:3.9", "WORKDIR /\nRUN mvn package", "/target/a", TEXT),
        ("gradle:8", "RUN ./gradlew installDist", "/src/build/install/app", TEXT),
        ("eclipse-temurin:21", "RUN jlink --output /jre --add-modules java.base", "/jre", DYNAMIC),
        ("debian:12", "RUN native-image -jar a.jar -o /a", "/a", DYNAMIC),
        ("debian:12", "RUN native-image --static -jar a.jar -o /a", "/a", STATIC),
        ("debian:12", "RUN native-image -jar target/app.jar", "/src/app", DYNAMIC),
        ("debian:12", "RUN ./mvnw package -Dnative", "/src/target/app-runner", DYNAMIC),
        ("debian:12", "RUN ./mvnw package -Dnative", "/src/target/quarkus-app", TEXT),
        ("debian:12", "RUN ./mvnw package -Dnative", "/src/target/app.jar", TEXT),
        ("debian:12", "RUN mvn package -Dquarkus.package.type=native-sources", "/src/target/native-sources", TEXT),
        ("debian:12", "RUN mvn -Pnative native:compile", "/src/target/app", DYNAMIC),
        ("debian:12", "RUN ./gradlew nativeCompile", "/src/build/native/nativeCompile/app", DYNAMIC),
        ("debian:12", "RUN ./gradlew nativeCompile", "/src/build/libs", TEXT),
    ],
    "dotnet": [
        ("mcr.microsoft.com/dotnet/sdk:8.0", "RUN dotnet publish -o /o", "/o", TEXT),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "RUN dotnet publish -o /o -r linux-x64 --self-contained", "/o", DYNAMIC),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "RUN dotnet publish -o /o -r linux-x64", "/o", TEXT),
        ("mcr.microsoft.com/dotnet/sdk:5.0", "RUN dotnet publish -o /o -r linux-x64", "/o", DYNAMIC),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "RUN dotnet publish -o /o -r linux-x64 --self-contained false", "/o", TEXT),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "RUN dotnet publish -o /o -p:PublishSingleFile=true -r linux-x64", "/o", DYNAMIC),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "ARG R\nRUN dotnet publish -o /o -r $R --self-contained", "/o", UNCLEAR),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "RUN dotnet publish app/app.csproj -o out", "/src/app/out", TEXT),
        ("mono:6", "RUN msbuild", "/src/bin", TEXT),
    ],
    "php": [
        ("composer:2", "RUN composer install", "/src/vendor", TEXT),
        ("php:8.3", "RUN docker-php-ext-install gd", "/usr/local/lib/php/extensions", LIBRARY),
        ("php:8.3-alpine", "RUN pecl install redis", "/usr/local/lib/php/extensions", LIBRARY),
    ],
    "ruby": [
        ("ruby:3.2", "RUN bundle install", "/usr/local/bundle", PACKAGES),
        ("ruby:3.2-alpine", "RUN apk add build-base && bundle install", "/usr/local/bundle", NATIVE),
        ("ruby:3.2", "RUN bundle install --path vendor/bundle", "/src/vendor/bundle", PACKAGES),
        ("ruby:3.2", "RUN bundle config set path /g && bundle install", "/g", PACKAGES),
        ("ruby:3.2", "RUN gem install nokogiri", "/usr/local/bundle", NATIVE),
        ("ruby:3.2", "RUN gem install rake", "/usr/local/bundle", PURE),
        ("ruby:3.2", "RUN bundle exec jekyll build -d /site", "/site", TEXT),
    ],
    "erlang": [
        ("elixir:1.16", "RUN mix release", "/src/_build/prod/rel/app", DYNAMIC),
        ("elixir:1.16", "RUN mix release --path /r", "/r", DYNAMIC),
        ("elixir:1.16", "RUN mix do deps.get, distillery.release", "/src/_build", DYNAMIC),
        ("elixir:1.16", "RUN mix deps.get", "/src/deps", TEXT),
        ("erlang:26", "RUN rebar3 as prod release", "/src/_build/prod", DYNAMIC),
    ],
    "haskell": [
        ("haskell:9.4", "RUN stack install", "/root/.local/bin", DYNAMIC),
        ("haskell:9.4", "RUN stack install --local-bin-path /o --ghc-options=-optl-static", "/o", STATIC),
        ("haskell:9.4", "RUN cabal install --installdir=/o", "/o", DYNAMIC),
        ("haskell:9.4", "RUN cabal build", "/src/dist-newstyle", DYNAMIC),
        ("haskell:9.4", "RUN ghc -o /a Main.hs", "/a", DYNAMIC),
        ("haskell:9.4", "RUN ghc -optl-static Main.hs", "/src/Main", STATIC),
    ],
    "swift": [
        ("swift:5.10", "RUN swift build -c release", "/src/.build/release/app", DYNAMIC),
        ("swift:5.10", "RUN swift build -c release -Xswiftc -static-stdlib", "/src/.build/release/app", DYNAMIC),
        ("swift:6.0", "RUN swift build --swift-sdk x86_64-swift-linux-musl", "/src/.build/debug/app", STATIC),
        ("swift:5.10", "RUN swiftc -static-executable -o /a main.swift", "/a", STATIC),
    ],
    "dart": [
        ("dart:3.4", "RUN dart compile exe bin/s.dart -o /a", "/a", DYNAMIC),
        ("dart:3.4", "RUN dart compile exe bin/s.dart", "/src/bin/s.exe", DYNAMIC),
        ("dart:3.4", "RUN dart compile js web/m.dart", "/src/web", TEXT),
        ("dart:3.4", "RUN flutter build web", "/src/build/web", TEXT),
    ],
    "ocaml": [
        ("debian:12", "RUN dune build", "/src/_build/default/main.exe", DYNAMIC),
        ("debian:12", "RUN dune build --profile static", "/src/_build/default/main.exe", STATIC),
        ("debian:12", "RUN dune install --prefix /p", "/p/bin/x", DYNAMIC),
        ("debian:12", "RUN ocamlfind ocamlopt -ccopt -static -o /a a.ml", "/a", STATIC),
    ],
    "nim": [
        ("debian:12", "RUN nim c -o:/a a.nim", "/a", DYNAMIC),
        ("debian:12", "RUN nim c --passL:-static a.nim", "/src/a", STATIC),
        ("debian:12", "RUN nimble build", "/src", DYNAMIC),
    ],
    "zig": [
        ("debian:12", "RUN zig build-exe a.zig", "/src/a", STATIC),
        ("debian:12", "RUN zig build-exe a.zig -lc", "/src/a", DYNAMIC),
        ("debian:12", "RUN zig cc -target x86_64-linux-musl -o /a a.c", "/a", STATIC),
        ("debian:12", "RUN zig cc -target aarch64-linux-gnu -o /a a.c", "/a", DYNAMIC),
        ("debian:12", "RUN zig build -p /p", "/p/bin/a", STATIC),
    ],
    "crystal": [
        ("crystallang/crystal:1.12.1", "RUN crystal build a.cr", "/src/a", DYNAMIC),
        ("crystallang/crystal:1.12.1-alpine", "RUN crystal build --static -o /a a.cr", "/a", STATIC),
        ("crystallang/crystal:1.12.1", "RUN shards build", "/src/bin/a", DYNAMIC),
    ],
    "dlang": [
        ("debian:12", "RUN dmd -of=/a a.d", "/a", DYNAMIC),
        ("debian:12", "RUN ldc2 -static a.d", "/src/a", STATIC),
        ("debian:12", "RUN dub build", "/src", DYNAMIC),
    ],
    "ada": [
        ("debian:12", "RUN gnatmake -o /a main.adb", "/a", DYNAMIC),
        ("debian:12", "RUN gnatmake main.adb", "/src/main", DYNAMIC),
        ("debian:12", "RUN gnatmake main.adb -bargs -static -largs -static", "/src/main", STATIC),
        ("debian:12", "RUN gnatmake main.adb -bargs -static", "/src/main", DYNAMIC),
        ("debian:12", "RUN gprbuild -P app.gpr", "/src/bin/app", DYNAMIC),
    ],
    "perl, R, Lua": [
        ("perl:5.38", "RUN cpanm -L /d DBI", "/d", PACKAGES),
        ("perl:5.38", "RUN carton install", "/src/local", PACKAGES),
        ("r-base:4.4.0", "RUN install2.r --library /l dplyr", "/l", NATIVE),
        ("debian:12", "RUN luarocks install --tree /t cjson", "/t", PACKAGES),
    ],
    "bazel, nix": [
        ("debian:12", "RUN bazel build //...", "/src/bazel-bin/app", DYNAMIC),
        ("debian:12", "RUN scons", "/src", DYNAMIC),
        ("nixos/nix:2.21.0", "RUN nix build", "/src/result", "unknown"),
    ],
    "Go's wrappers": [
        ("golang:1.22", "RUN ko build -o /a .", "/a", STATIC),
        ("golang:1.22", "RUN xcaddy build --output /c", "/c", STATIC),
        ("golang:1.22", "RUN tinygo build -o /t .", "/t", STATIC),
        ("golang:1.22", "RUN tinygo build -o /t.wasm -target=wasi .", "/t.wasm", TEXT),
        ("golang:1.22", "RUN mage build", "/src", UNCLEAR),
        ("golang:1.22", "ENV CGO_ENABLED=0\nRUN task build", "/src", STATIC),
        ("golang:1.22", "RUN make", "/src/bin/app", UNCLEAR),
        ("golang:1.16", "RUN go get example.com/x", "/go/bin/x", DYNAMIC),
        ("golang:1.16", "RUN go get -d ./...", "/go/bin/x", "nothing"),
    ],
    "xx, maturin, server modules": [
        ("golang:1.22", "RUN CGO_ENABLED=0 xx-go build -o /a .", "/a", STATIC),
        ("debian:12", "RUN xx-clang -o /a a.c", "/a", DYNAMIC),
        (PYTHON, "RUN maturin build --release", "/src/target/wheels", NATIVE),
        (PYTHON, "RUN maturin build -o /w", "/w", NATIVE),
        ("httpd:2.4", "RUN apxs -i -a -c mod_x.c", "/usr/local/apache2/modules/mod_x.so", LIBRARY),
        ("nginx:1.27", "RUN ./configure --with-compat --add-dynamic-module=../m && make modules", "/src/objs/m.so", LIBRARY),
    ],
    "sources and text": [
        ("debian:12", "RUN git clone https://example.com/a/b.git", "/src/b/docs", TEXT),
        ("debian:12", "RUN hugo -d /site", "/site", TEXT),
        ("debian:12", "COPY . .\nRUN ./build.sh", "/src/app", "unknown"),
        ("gcc:13", "COPY . .\nRUN ./build.sh", "/src/app", DYNAMIC),
        ("node:20", "COPY . .\nRUN ./build.sh", "/src/app", TEXT),
        ("debian:12", "RUN debootstrap bookworm /r", "/r", DYNAMIC),
        ("alpine:3.20", "RUN apk add --root /r --initdb busybox", "/r", DYNAMIC),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("base", "lines", "path", "expected"),
    [pytest.param(*row, id=f"{tool}: {row[1]}") for tool, rows in TABLES.items() for row in rows],
)
def test_nature(base: str, lines: str, path: str, expected: str) -> None:
    assert nature(base, lines, path) == expected


@pytest.mark.parametrize(
    ("base", "lines", "path", "libc"),
    [
        ("node:20", "RUN pkg -t node18-alpine-x64 -o /a .", "/a", Libc.MUSL),
        ("alpine:3.20", "RUN deno compile -o /a main.ts", "/a", Libc.GLIBC),
        ("mcr.microsoft.com/dotnet/sdk:8.0", "RUN dotnet publish -o /o -r linux-musl-x64 --sc", "/o", Libc.MUSL),
        ("alpine:3.20", "RUN conda create -p /e python", "/e", Libc.GLIBC),
        ("debian:12", "RUN native-image --libc=musl -jar a.jar -o /a", "/a", Libc.MUSL),
        ("alpine:3.20", "RUN zig cc -target x86_64-linux-gnu -o /a a.c", "/a", Libc.GLIBC),
    ],
)
def test_libc_named_by_the_command(base: str, lines: str, path: str, libc: Libc) -> None:
    found = artifact(base, lines, path)
    assert found is not None
    assert found.linkage is Linkage.DYNAMIC
    assert found.abi is not None
    assert found.abi.libc is libc


@pytest.mark.parametrize(
    ("lines", "path", "version", "interpreter"),
    [
        ("RUN python -m venv /v", "/v", "3.12", "/usr/local/bin/python3"),
        ("RUN /usr/local/bin/python3.12 -m venv /v", "/v", "3.12", "/usr/local/bin/python3.12"),
        ("RUN virtualenv -p python3.9 /v", "/v", "3.9", "/usr/local/bin/python3"),
        ("RUN python -m venv /v && /v/bin/pip install numpy", "/v", "3.12", "/usr/local/bin/python3"),
        ("RUN pip install --prefix=/p numpy", "/p", "3.12", ""),
    ],
)
def test_python_environment(lines: str, path: str, version: str, interpreter: str) -> None:
    found = artifact(PYTHON, lines, path)
    assert found is not None
    assert found.environment is not None
    assert (found.environment.version, found.environment.interpreter) == (version, interpreter)

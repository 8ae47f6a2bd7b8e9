"""For which platforms CI files, makefiles, scripts, bake and compose files build an image."""

import pytest

from dfix.hosts import HostError
from dfix.hosts.platforms import builds

STEP = "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - uses: docker/build-push-action@v6\n        with:\n"

# A job with a matrix, and one step that builds by it.
MATRIX = (
    "jobs:\n  a:\n    strategy:\n      matrix:\n{}    steps:\n      - uses: docker/build-push-action@v6\n        with:\n"
    "          file: docker/Dockerfile.${{{{ matrix.variant }}}}\n          platforms: ${{{{ matrix.platform }}}}\n"
)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("makefile", "a:\n\tdocker buildx build --platform linux/arm64,linux/amd64 .\n", {"Dockerfile": "amd64 arm64"}),
        (
            "makefile",
            "a:\n\tdocker build --platform=linux/arm64 \\\n\t  -f x/Dockerfile .\n",
            {"x/Dockerfile": "arm64"},
        ),
        ("makefile", "P ?= linux/arm64\na:\n\t$(TOOL) buildx build --platform=$(P) .\n", {"Dockerfile": "arm64"}),
        ("makefile", "a:\n\tdocker run --platform linux/arm64 x\n", {}),
        ("makefile", "a:\n\tdocker build -f $(FILE) --platform linux/arm64 .\n", {}),
        ("build.sh", "F=Dockerfile.a\ndocker buildx build --platform linux/arm64 -f $F .\n", {"Dockerfile.a": "arm64"}),
        (".gitlab-ci.yml", "script:\n  - docker buildx build --platform linux/s390x .\n", {"Dockerfile": "s390x"}),
        ("a.yml", STEP + "          platforms: linux/amd64, linux/arm64/v8\n", {"Dockerfile": "amd64 arm64"}),
        ("a.yml", STEP + "          context: web\n          platforms: linux/arm64\n", {"web/Dockerfile": "arm64"}),
        (
            "a.yml",
            STEP + "          file: ./x/Dockerfile\n          platforms: linux/arm64\n",
            {"x/Dockerfile": "arm64"},
        ),
        (
            "a.yml",
            STEP + "          platforms: |\n            linux/amd64\n            linux/arm64\n",
            {"Dockerfile": "amd64 arm64"},
        ),
        ("a.yml", STEP + "          push: true\n      - run: echo platforms linux/arm64\n", {}),
        ("a.yml", "env:\n  P: linux/arm64\n" + STEP + "          platforms: ${{ env.P }}\n", {"Dockerfile": "arm64"}),
        (
            "a.yml",
            "matrix:\n  platform: [linux/amd64, linux/arm64]\n"
            + STEP
            + "          platforms: ${{ matrix.platform }}\n",
            {"Dockerfile": "amd64 arm64"},
        ),
        (
            "a.yml",
            "matrix:\n  include:\n    - f: a/Dockerfile\n    - f: b/Dockerfile\n"
            + STEP
            + "          file: ${{ matrix.f }}\n          platforms: linux/arm64\n",
            {"a/Dockerfile": "arm64", "b/Dockerfile": "arm64"},
        ),
        (
            "a.yml",
            MATRIX.format(
                "        variant: [musa, cuda]\n        platform: [linux/amd64]\n"
                "        include:\n          - {variant: cuda, platform: linux/arm64}\n"
            ),
            {"docker/Dockerfile.musa": "amd64", "docker/Dockerfile.cuda": "amd64 arm64"},
        ),
        (
            "a.yml",
            MATRIX.format(
                "        variant: [a, b]\n        platform: [linux/amd64, linux/arm64]\n"
                "        exclude:\n          - variant: a\n            platform: linux/arm64\n"
            ),
            {"docker/Dockerfile.a": "amd64", "docker/Dockerfile.b": "amd64 arm64"},
        ),
        (
            "a.yml",
            MATRIX.format(
                "        include:\n        - variant: a\n          platform: linux/amd64\n"
                "        - variant: b\n          platform: linux/arm64\n"
            ),
            {"docker/Dockerfile.a": "amd64", "docker/Dockerfile.b": "arm64"},
        ),
        (
            "a.yml",
            MATRIX.format(
                '        variant: [a]\n        p:\n          - arch: linux/amd64\n            suffix: ""\n'
                "          - arch: linux/arm64\n            suffix: .aarch64\n"
            )
            .replace("matrix.variant }}", "matrix.variant }}${{ matrix.p.suffix }}")
            .replace("matrix.platform", "matrix.p.arch"),
            {"docker/Dockerfile.a": "amd64", "docker/Dockerfile.a.aarch64": "arm64"},
        ),
        (
            "a.yml",
            MATRIX.format("        variant: [a]\n        include:\n          - platform: linux/arm64\n"),
            {"docker/Dockerfile.a": "arm64"},
        ),
        (
            "a.yml",
            MATRIX.format("        variant: [a]\n        platform: ${{ fromJSON(inputs.p) }}\n")
            + "  b: {p: linux/arm64}\n",
            {},
        ),
        (
            "compose.yaml",
            "services:\n  a:\n    build:\n      context: a\n      platforms: [linux/arm64]\n",
            {"a/Dockerfile": "arm64"},
        ),
        ("compose.yaml", "services:\n  a:\n    build: a\n    platform: linux/arm64\n", {}),
        ("docker-bake.hcl", 'target "a" {\n  platforms = ["linux/arm64"]\n}\n', {"Dockerfile": "arm64"}),
        (
            ".goreleaser.yml",
            "dockers:\n- goarch: arm64\n  dockerfile: D\n- goarch: amd64\nbuilds:\n- goarch: s390x\n",
            {"D": "arm64", "Dockerfile": "amd64"},
        ),
        ("makefile", "linux/arm64 " * 3 + "\n" * 30_000, {}),
    ],
)
def test_builds(name: str, text: str, expected: dict[str, str]) -> None:
    found: dict[str, set[str]] = {}
    for one in builds(name, text.encode()):
        found.setdefault(one.dockerfile, set()).update(one.architectures)
    assert {dockerfile: " ".join(sorted(architectures)) for dockerfile, architectures in found.items()} == expected


def test_build_arguments() -> None:
    (one,) = builds("makefile", b"a:\n\tdocker build --platform linux/arm64 --build-arg ARCH=arm64 --build-arg X .\n")
    assert one.arguments == {"ARCH", "X"}
    (one,) = builds(
        "a.yml", (STEP + "          platforms: linux/arm64\n          build-args: |\n            A=1\n").encode()
    )
    assert one.arguments == {"A"}


def test_a_file_that_is_not_well_formed() -> None:
    with pytest.raises(HostError):
        list(builds("docker-bake.hcl", b'target "a" { platforms = ["linux/arm64"\n'))

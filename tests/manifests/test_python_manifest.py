"""Requirements files and build systems."""

import pytest

from dfix.manifests.listed import Listed
from dfix.manifests.python import project_compiles, requirements
from tests.makers.manifest import reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flask==2\n# x\nnumpy>=1 ; python_version > '3' # y\n", Listed(("flask", "numpy"), False)),
        ("flask==2 \\\n    --hash=sha256:abc\n", Listed(("flask",), True)),
        ("flask==2\n    # via x\n", Listed(("flask",), True)),
        ("-r more.txt\n-c constraints.txt\n--index-url x\n", Listed(("lxml",), False)),
        ("uvicorn[standard]\n", Listed(("uvicorn",), False)),
        ("pkg @ https://x/y.whl\n", Listed(("pkg",), False)),
        ("./local\nflask\n", Listed(("flask",), False)),
        ("git+https://x/y\n", Listed((), False)),
        ("-e .\nflask --hash=x\n", Listed(("flask",), False)),
        ("-r requirements.txt\n", Listed((), False)),
        ("-r gone.txt\n", None),
        ("flask --no-binary :all:\n", Listed(("flask",), False)),
        ("a" * 9_999, None),
    ],
)
def test_requirements(text: str, expected: Listed | None) -> None:
    files = {"requirements.txt": text, "more.txt": "lxml\n"}
    assert requirements(reader(files), ["/app/requirements.txt"]) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"pyproject.toml": '[build-system]\nbuild-backend = "hatchling.build"\n'}, False),
        ({"pyproject.toml": '[build-system]\nbuild-backend = "maturin"\n'}, True),
        ({"pyproject.toml": '[build-system]\nrequires = ["setuptools", "Cython>=3"]\n'}, True),
        ({"pyproject.toml": "", "setup.py": "setup(ext_modules=x)"}, True),
    ],
)
def test_the_project_itself(files: dict[str, str], expected: bool | None) -> None:
    assert project_compiles(reader(files), "/app") is expected

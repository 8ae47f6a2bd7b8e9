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
        ("git+https://x/y\n", Listed(("y",), False)),
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


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("git+https://github.com/acme/Lens.git@v1", ["lens"]),
        ("-e git+ssh://git@x.org/acme/lens#egg=other_name", ["other-name"]),
        ("https://x.org/w/opencv_python-4.8-cp311-none-linux_x86_64.whl", ["opencv-python"]),
        ("lens==1", []),
        ("./lens", []),
    ],
)
def test_fetched(word: str, expected: list[str]) -> None:
    from dfix.manifests.python import fetched

    assert fetched(word) == expected

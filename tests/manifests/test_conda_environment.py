"""environment.yml: conda's packages, and those of pip."""

from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder
from dfix.manifests.conda_environment import CondaEnvironment, conda_environment
from tests.makers.manifest import reader

FILE = """\
name: app
channels: [conda-forge]
dependencies:
  - python=3.11
  - conda-forge::NumPy>=1.26
  - pip
  - pip:
      - opencv-python==4.10
      - -r more.txt
      - -e .
"""
TEXT = """\
FROM continuumio/miniconda3:24.11.1-0
COPY . .
RUN conda env create -f environment.yml
CMD ["conda", "run", "-n", "app", "python", "main.py"]
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"environment.yml": FILE, "more.txt": "Flask\n"},
            CondaEnvironment("app", ("python", "numpy", "pip"), ("opencv-python", "flask")),
        ),
        ({"environment.yml": "name: x\ndependencies: [python]\n"}, CondaEnvironment("x", ("python",), ())),
        ({"environment.yml": "dependencies: {pip: x}\n"}, None),
        ({"environment.yml": "- a\n"}, None),
        ({"environment.yml": "a: &a [*a]\ndependencies: *a\n"}, CondaEnvironment("", (), ())),
        ({"environment.yml": "dependencies:\n- pip: {a: b}\n- pip: [[x]]\n"}, CondaEnvironment("", (), ())),
        ({"environment.yml": "dependencies:\n" + "- a\n" * 100_000}, None),
        ({}, None),
    ],
)
def test_conda_environment(files: dict[str, str], expected: CondaEnvironment | None) -> None:
    assert conda_environment(reader(files), "/app/environment.yml") == expected


@pytest.mark.parametrize(
    ("text", "file", "expected"),
    [
        (TEXT, FILE, ["likely"]),
        (TEXT.replace(" -f environment.yml", ""), FILE, ["likely"]),
        (TEXT, FILE.replace("opencv-python", "opencv-python-headless"), []),
        (TEXT, FILE.replace("  - pip\n", "  - pip\n  - pyqt\n"), ["possible"]),
        (TEXT, FILE.replace("  - pip:", "  - opencv").replace("    - ", "# "), []),
        (TEXT.replace("RUN", "RUN apt-get update && apt-get install -y libgl1 libglib2.0-0\nRUN"), FILE, []),
        (TEXT.replace("conda env create", "conda create --name app"), FILE, ["likely"]),
    ],
)
def test_the_libraries_of_what_pip_installs(text: str, file: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "environment.yml").write_text(file)
    (tmp_path / "more.txt").write_text("flask\n")
    options = Options(min_confidence=Confidence.POSSIBLE, context=Folder(str(tmp_path)), select=("DF105",))
    assert [one.confidence.word for one in analyse(text, options).findings] == expected

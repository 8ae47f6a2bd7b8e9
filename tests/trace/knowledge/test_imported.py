"""Whether a project uses a package whose library is missing: else the finding is only possible."""

import json
from pathlib import Path

import pytest

from dfix import Confidence, Options, analyse
from dfix.context import Folder
from dfix.trace.knowledge.needs import imported

PIP = """\
FROM python:3.12-slim-bookworm
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["python", "main.py"]
"""
STAGES = """\
FROM python:3.12-slim-bookworm AS build
WORKDIR /app
COPY . .
RUN python -m venv /venv && /venv/bin/pip install -r requirements.txt
FROM python:3.12-slim-bookworm
COPY --from=build /venv /venv
CMD ["/venv/bin/python", "-m", "app"]
"""
NPM = """\
FROM node:22-bookworm-slim
WORKDIR /app
COPY . .
RUN npm ci
CMD ["node", "index.js"]
"""
PACKAGE = json.dumps({"dependencies": {"vsce": "1"}})
LOCK = json.dumps({"packages": {"node_modules/vsce": {}, "node_modules/keytar": {"hasInstallScript": True}}})


def confidence(text: str, files: dict[str, str], folder: Path) -> list[str]:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    options = Options(min_confidence=Confidence.POSSIBLE, context=Folder(str(folder)), select=("DF105",))
    return [one.confidence.word for one in analyse(text, options).findings]


@pytest.mark.parametrize(
    ("text", "files", "expected"),
    [
        pytest.param(PIP, {"requirements.txt": "python-magic"}, "likely", id="no sources"),
        pytest.param(PIP, {"requirements.txt": "python-magic", "main.py": "import magic"}, "likely", id="imported"),
        pytest.param(PIP, {"requirements.txt": "python-magic", "main.py": "import os"}, "possible", id="not imported"),
        pytest.param(
            PIP,
            {"requirements.txt": "python-magic", "main.py": "", "a/b/c.py": "  from magic import Magic"},
            "likely",
            id="below",
        ),
        pytest.param(
            PIP,
            {"requirements.txt": "python-magic", "main.py": "import os as o, sys, magic"},
            "likely",
            id="one of several",
        ),
        pytest.param(
            PIP, {"requirements.txt": "python-magic", "main.py": "import magical"}, "possible", id="another's name"
        ),
        pytest.param(PIP, {"requirements.txt": "python-magic", "main.py": "# import magic"}, "possible", id="comment"),
        pytest.param(
            PIP,
            {"requirements.txt": "python-magic", "main.py": "", "tests/test_a.py": "import magic"},
            "possible",
            id="test",
        ),
        pytest.param(
            PIP.replace("COPY . .", "COPY main.py ."),
            {"requirements.txt": "python-magic", "main.py": "", "other.py": "import magic"},
            "possible",
            id="not copied",
        ),
        pytest.param(
            PIP.replace("-r requirements.txt", "python-magic"),
            {"requirements.txt": "", "main.py": "import os"},
            "likely",
            id="named by the command",
        ),
        pytest.param(
            PIP, {"requirements.txt": "ultralytics", "main.py": "import ultralytics"}, "likely", id="by another"
        ),
        pytest.param(
            PIP, {"requirements.txt": "ultralytics", "main.py": "import os"}, "possible", id="by another, unused"
        ),
        pytest.param(
            PIP,
            {"requirements.txt": "django\ndjangorestframework-gis", "main.py": "APPS = ['rest_framework_gis']"},
            "likely",
            id="in quotes",
        ),
        pytest.param(
            PIP, {"requirements.txt": "sqlalchemy\npyodbc", "main.py": "import sqlalchemy"}, "likely", id="driver"
        ),
        pytest.param(
            PIP,
            {"requirements.txt": "sqlalchemy\npyodbc\npymysql", "main.py": "import sqlalchemy"},
            "possible",
            id="one of two drivers",
        ),
        pytest.param(
            STAGES, {"requirements.txt": "python-magic", "app.py": "import magic"}, "likely", id="in the builder"
        ),
        pytest.param(
            STAGES, {"requirements.txt": "python-magic", "app.py": "import os"}, "possible", id="builder, unused"
        ),
        pytest.param(
            STAGES.replace("WORKDIR", "RUN apt-get update && apt-get install -y libmagic1\nWORKDIR"),
            {"requirements.txt": "python-magic", "app.py": "import os"},
            "likely",
            id="installed in the builder alone",
        ),
        pytest.param(
            PIP,
            {"requirements.txt": "python-magic", **{f"p/m{number}.py": "" for number in range(1100)}},
            "likely",
            id="too many to read",
        ),
        pytest.param(NPM, {"package.json": PACKAGE, "package-lock.json": LOCK}, "possible", id="node, by another"),
        pytest.param(
            NPM,
            {"package.json": PACKAGE.replace("vsce", "keytar"), "package-lock.json": LOCK},
            "likely",
            id="node, asked for",
        ),
    ],
)
def test_a_package_that_no_source_imports(text: str, files: dict[str, str], expected: str, tmp_path: Path) -> None:
    assert confidence(text, files, tmp_path) == [expected]


def test_a_hostile_source_ends(tmp_path: Path) -> None:
    source = "import " + "a, " * 100_000 + "\n" + "from " * 40_000
    assert confidence(PIP, {"requirements.txt": "python-magic", "main.py": source}, tmp_path) == ["possible"]


def test_sources_are_read_once_for_all_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many packages of how many environments ask: it took minutes where each read all sources again."""
    looked = list[str]()
    monkeypatch.setattr(imported, "_modules_in", lambda text: looked.append(text) or ())
    packages = "opencv-python python-magic weasyprint cairosvg pyzbar lightgbm".split()
    (tmp_path / "requirements.txt").write_text("\n".join(packages))
    for number in range(20):
        (tmp_path / f"m{number}.py").write_text(f"import os  # {number}")
    copies = "".join(f"RUN pip install --prefix=/i{number} -r requirements.txt\n" for number in range(5))
    text = f"FROM python:3.12-slim-bookworm AS b\nCOPY . .\n{copies}FROM python:3.12-slim-bookworm\nCOPY *.py /app/\n"
    text += "".join(f"COPY --from=b /i{number} /usr/local{number}\n" for number in range(5))
    analyse(text.encode(), Options(context=Folder(str(tmp_path))))
    assert 0 < len(looked) <= 2 * 20

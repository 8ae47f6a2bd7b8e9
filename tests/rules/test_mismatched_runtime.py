"""Scripts of packages that were installed by a python that did not come along."""

from pathlib import Path

import pytest

from dfix import Options, analyse, fix
from dfix.context import Folder

MESSAGE = "the scripts in `{}` use `/usr/local/bin/python3`, {}"
BUILD = "FROM python:3.11-slim AS build\nRUN pip install {} gunicorn\n"
APT = "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y python3\n"


@pytest.mark.parametrize(
    ("options", "base", "copied", "start", "expected"),
    [
        (
            "--user", "FROM debian:bookworm-slim\n", "/root/.local /root/.local", '["/root/.local/bin/gunicorn"]',
            "which is not in the final stage",
        ),
        (
            "--user", APT, "/root/.local /root/.local", '["/root/.local/bin/gunicorn"]',
            "and the final stage has `/usr/bin/python3`",
        ),
        ("--prefix=/i", APT, "/i /usr/local", '["gunicorn", "a:b"]', "and the final stage has `/usr/bin/python3`"),
        # It is no script of these packages.
        ("--prefix=/i", APT, "/i /usr/local", '["uvicorn", "a:b"]', ""),
        ("--user", APT, "/root/.local /root/.local", '["python3", "-m", "gunicorn"]', ""),
        (
            "--user", "FROM python:3.11-alpine\n", "/root/.local /root/.local", '["/root/.local/bin/gunicorn"]', "",
        ),
    ],
)  # fmt: skip
def test_scripts_name_the_python_that_installed_them(
    options: str, base: str, copied: str, start: str, expected: str
) -> None:
    text = f"{BUILD.format(options)}{base}COPY --from=build {copied}\nCMD {start}\n"
    messages = [one.message for one in analyse(text).findings if one.code == "DF202"]
    assert messages == ([MESSAGE.format(copied.split()[1], expected)] if expected else [])


@pytest.mark.parametrize(
    ("options", "copied", "start", "is_offered"),
    [
        ("--user", "/root/.local /root/.local", "/root/.local/bin/gunicorn", True),
        # Debian's own Python does not look into /usr/local/lib/python3.11/site-packages.
        ("--prefix=/i", "/i /usr/local", "gunicorn", False),
    ],
)
def test_a_link_cures_it_where_the_packages_are_found(options: str, copied: str, start: str, is_offered: bool) -> None:
    text = f'{BUILD.format(options)}{APT}COPY --from=build {copied}\nCMD ["{start}"]\n'
    assert ("ln -s /usr/bin/python3" in fix(text, names=("link-interpreter",)).text) is is_offered
    # pip is not there.
    assert fix(text, names=("reinstall-packages",)).text == text


def test_packages_of_a_file_are_known_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("gunicorn==21\n")
    text = (
        "FROM python:3.11-slim AS build\nCOPY requirements.txt .\nRUN pip install --user -r requirements.txt\n"
        f'{APT}COPY --from=build /root/.local /root/.local\nCMD ["/root/.local/bin/gunicorn"]\n'
    )
    assert [one.code for one in analyse(text, Options(context=Folder(str(tmp_path)))).findings] == ["DF202"]

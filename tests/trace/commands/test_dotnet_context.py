"""What a .NET project's file says of its output."""

from pathlib import Path

import pytest

from dfix import Options, analyse
from dfix.context import Folder

TEXT = """\
FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish {words}-c Release -o /out
FROM mcr.microsoft.com/dotnet/runtime-deps:8.0-alpine
COPY --from=build /out /app
ENTRYPOINT ["/app/x"]
"""


@pytest.mark.parametrize(
    ("words", "properties", "codes"),
    [
        ("", "", []),
        ("", "<PublishAot>true</PublishAot>", ["DF101"]),
        ("", "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>true</SelfContained>", ["DF101"]),
        ("", "<RuntimeIdentifier>linux-musl-x64</RuntimeIdentifier><SelfContained>true</SelfContained>", []),
        ("", "<RuntimeIdentifier>linux-x64</RuntimeIdentifier>", []),
        ("-r linux-musl-x64 ", "<PublishAot>true</PublishAot>", []),
        ("--self-contained false ", "<SelfContained>true</SelfContained>", []),
        ("x.csproj ", "<PublishSingleFile>true</PublishSingleFile>", ["DF101"]),
    ],
)
def test_the_project_file_decides(words: str, properties: str, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.csproj").write_text(f"<Project><PropertyGroup>{properties}</PropertyGroup></Project>")
    options = Options(context=Folder(str(tmp_path)))
    assert [one.code for one in analyse(TEXT.format(words=words), options).findings] == codes

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
        # Without its runtime an application has a program that starts it, which is made for one libc, too.
        ("", "", ["DF101"]),
        ("", "<UseAppHost>false</UseAppHost>", []),
        ("-p:UseAppHost=false ", "", []),
        ("-r linux-musl-x64 --no-self-contained ", "", []),
        ("", "<RuntimeIdentifier>linux-musl-x64</RuntimeIdentifier>", []),
        ("", "<PublishAot>true</PublishAot>", ["DF101"]),
        ("", "<RuntimeIdentifier>linux-x64</RuntimeIdentifier><SelfContained>true</SelfContained>", ["DF101"]),
        ("", "<RuntimeIdentifier>linux-musl-x64</RuntimeIdentifier><SelfContained>true</SelfContained>", []),
        ("", "<RuntimeIdentifier>linux-x64</RuntimeIdentifier>", ["DF101"]),
        ("-r linux-musl-x64 ", "<PublishAot>true</PublishAot>", []),
        ("--self-contained false ", "<SelfContained>true</SelfContained>", ["DF101"]),
        ("x.csproj ", "<PublishSingleFile>true</PublishSingleFile>", ["DF101"]),
    ],
)
def test_the_project_file_decides(words: str, properties: str, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "x.csproj").write_text(f"<Project><PropertyGroup>{properties}</PropertyGroup></Project>")
    options = Options(context=Folder(str(tmp_path)))
    assert [one.code for one in analyse(TEXT.format(words=words), options).findings] == codes


@pytest.mark.parametrize(
    ("start", "codes"),
    [
        ('ENTRYPOINT ["/app/x"]', ["DF101"]),
        ("CMD ./x --verbose", ["DF101"]),
        ('ENTRYPOINT ["dotnet", "/app/x.dll"]', []),
        ('ENTRYPOINT ["/app/start.sh"]', []),
    ],
)
def test_the_program_beside_the_assemblies_matters_where_it_is_started(start: str, codes: list[str]) -> None:
    text = (
        "FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build\nWORKDIR /src\nRUN dotnet publish -c Release\n"
        "FROM mcr.microsoft.com/dotnet/aspnet:8.0-alpine\nWORKDIR /app\n"
        f"COPY --from=build /src/bin/Release/net8.0/publish .\n{start}\n"
    )
    assert [one.code for one in analyse(text).findings] == codes

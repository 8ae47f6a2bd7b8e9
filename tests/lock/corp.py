"""The private images of ``project/``, as folders: what a company's registry would hold."""

from pathlib import Path

from elf import GLIBC
from image import Content, layer
from oci import Made, oci_folder
from roots import TRIPLET, alpine, debian, library, program

PROJECT = Path(__file__).parent / "project"
GO_PATH = "PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin"


def images() -> dict[str, tuple[dict[str, Content], dict[str, object]]]:
    """The root filesystem and the configuration of each image, by its name below ``registry.corp``."""
    compilers = {"usr/bin/gcc": program(), "usr/bin/g++": program()}
    newer = {
        f"{TRIPLET}/libstdc++.so.6": library("libstdc++.so.6", "GLIBCXX_3.4.30"),
        f"{TRIPLET}/libgcc_s.so.1": library("libgcc_s.so.1"),
    }
    older = {
        f"{TRIPLET}/libstdc++.so.6": library("libstdc++.so.6", "GLIBCXX_3.4.28"),
        f"{TRIPLET}/libgcc_s.so.1": library("libgcc_s.so.1"),
    }
    return {
        "go-builder:1": ({**debian(), **compilers, "usr/local/go/bin/go": program()}, {"Env": [GO_PATH]}),
        "run:1": (alpine(), {}),
        "py-builder:1": (debian(libraries=("libpq.so.5",)), {}),
        "py-run:1": (debian("11", "2.31", python="3.9"), {}),
        "cpp-builder:1": ({**debian(), **compilers, **newer}, {}),
        "cpp-run:1": ({**debian("11", "2.31"), **older}, {}),
        "tools:1": ({**debian(), "usr/local/bin/tool": GLIBC}, {}),
    }


def folders(place: Path) -> dict[str, Path]:
    """The images as OCI layouts below a folder, by their references."""
    made = {}
    for name, (root, config) in images().items():
        folder = place / name.replace(":", "-")
        oci_folder(folder, [Made([layer(root)], config=config)])
        made[f"registry.corp/{name}"] = folder
    return made

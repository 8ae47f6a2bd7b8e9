"""Which libraries Maven's and Gradle's build files name, and how they link a native image."""

from collections.abc import Callable

import pytest

from dfix.manifests.java import links_native_image, named_libraries


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"/p/pom.xml": "<dependency><artifactId>jasperreports</artifactId></dependency>"}, {"jasperreports"}),
        ({"/p/pom.xml": "<artifactId>\n  a-b\n</artifactId>"}, {"a-b"}),
        ({"/p/build.gradle": "implementation 'org.jfree:jfreechart:1.5.4'"}, {"jfreechart"}),
        ({"/p/build.gradle.kts": 'implementation("org.jfree:jfreechart:1.5.4")'}, {"jfreechart"}),
        ({"/p/build.gradle": "implementation group: 'x', name: 'kaptcha', version: '1'"}, {"kaptcha"}),
        (
            {"/p/gradle/libs.versions.toml": 'chart = { module = "org.jfree:jfreechart", version = "1" }'},
            {"jfreechart"},
        ),
        ({"/p/app/pom.xml": "<artifactId>kaptcha</artifactId>"}, {"kaptcha"}),
        ({"/p/app/deep/pom.xml": "<artifactId>kaptcha</artifactId>"}, set()),
        ({}, set()),
    ],
)
def test_named_libraries(files: dict[str, str], expected: set[str]) -> None:
    assert named_libraries(files.get, names_in(files), "/p") == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"/p/pom.xml": "<artifactId>native-maven-plugin</artifactId>"}, "dynamic"),
        ({"/p/build.gradle.kts": 'id("org.graalvm.buildtools.native") version "0.10"'}, "dynamic"),
        ({"/p/app/build.gradle": "id 'org.graalvm.buildtools.native'"}, "dynamic"),
        ({"/p/pom.xml": "<buildArg>--static</buildArg>native-maven-plugin"}, "static"),
        (
            {
                "/p/pom.xml": "<artifactId>quarkus-rest</artifactId>",
                "/p/src/main/resources/application.properties": "quarkus.native.additional-build-args=--static",
            },
            "static",
        ),
        ({"/p/pom.xml": "<artifactId>a</artifactId>"}, ""),
        ({}, ""),
    ],
)
def test_how_a_native_image_is_linked(files: dict[str, str], expected: str) -> None:
    assert links_native_image(files.get, names_in(files), "/p") == expected


def names_in(files: dict[str, str]) -> Callable[[str], tuple[str, ...]]:
    """The names that a directory of these files holds."""

    def names(directory: str) -> tuple[str, ...]:
        below = (path[len(directory) + 1 :] for path in files if path.startswith(f"{directory}/"))
        return tuple(sorted({path.split("/")[0] for path in below}))

    return names

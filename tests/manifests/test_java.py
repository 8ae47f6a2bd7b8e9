"""Which libraries Maven's and Gradle's build files name."""

import pytest

from dfix.manifests.java import named_libraries


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
    def names(directory: str) -> tuple[str, ...]:
        below = (path[len(directory) + 1 :] for path in files if path.startswith(f"{directory}/"))
        return tuple(sorted({path.split("/")[0] for path in below}))

    assert named_libraries(files.get, names, "/p") == expected

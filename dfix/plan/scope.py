"""Variables at one point of a stage: ENV, ARG, and who wins.

Source: Dockerfile reference, "Environment replacement", "Scope of ARG", "Automatic platform ARGs".
"""

from collections.abc import Mapping

from dfix.shared_map import SharedMap
from dfix.syntax.expand import bounded, expand
from dfix.text import UNKNOWN_TEXT
from dfix.values import NamedTuple

PLATFORM_ARGS = frozenset(
    f"{side}{part}" for side in ("BUILD", "TARGET") for part in ("PLATFORM", "OS", "ARCH", "VARIANT")
)
PREDEFINED = frozenset(
    name
    for base in ("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY")
    for name in (base, base.lower())
)


class Scope(NamedTuple):
    """The variables that are set; a value may contain unknown text. ENV overrides ARG of the same name.

    ``variables`` is what a RUN finds in its environment.
    """

    env: SharedMap[str, str] = SharedMap()
    args: SharedMap[str, str | None] = SharedMap()
    variables: SharedMap[str, str] = SharedMap()

    @classmethod
    def of_image(cls, environment: Mapping[str, str]) -> "Scope":
        """The scope at the beginning of a stage whose image sets these variables."""
        env = SharedMap(environment)
        return cls(env, SharedMap(), env)

    def lookup(self, name: str) -> str | None:
        """The variable's value, None where the file sets none."""
        if name in self.env:
            return self.env[name]
        return UNKNOWN_TEXT if name in PREDEFINED else self.args.get(name)

    def expand(self, text: str, escape: str = "\\") -> str:
        """``text`` with its variables replaced, quotes and escapes taken out."""
        if "$" not in text and "'" not in text and '"' not in text and escape not in text:
            return text
        return expand(text, self.lookup, escape)

    def with_env(self, name: str, value: str) -> "Scope":
        """The scope after ``ENV name=value``."""
        text = bounded(value)
        return self._replace(env=self.env.with_value(name, text), variables=self.variables.with_value(name, text))

    def with_arg(self, name: str, value: str | None) -> "Scope":
        """The scope after ``ARG name``; ``value`` is None where nothing gives it one."""
        text = bounded(value) if value else value
        variables = self.variables
        if name not in self.env:
            variables = variables.without(name) if text is None else variables.with_value(name, text)
        return self._replace(args=self.args.with_value(name, text), variables=variables)


def platform_values(platform: str | None) -> dict[str, str]:
    """The automatic platform ARGs: ``linux/arm64/v8`` gives the TARGET ones, the BUILD ones are unknown."""
    values = dict.fromkeys(PLATFORM_ARGS, UNKNOWN_TEXT)
    if platform:
        system, _, rest = platform.partition("/")
        arch, _, variant = rest.partition("/")
        values |= {"TARGETPLATFORM": platform, "TARGETOS": system, "TARGETARCH": arch, "TARGETVARIANT": variant}
    return values

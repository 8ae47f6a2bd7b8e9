"""PHP: Composer's composer.json and composer.lock."""

from dfix.manifests.listed import Listed, Read, json_table, keys


def composer(read: Read, directory: str, *, production: bool) -> Listed | None:
    """The packages of a project; ``production``: without those for development only."""
    lock = json_table(read(f"{directory}/composer.lock"))
    sections = ("packages",) if production else ("packages", "packages-dev")
    if isinstance(lock.get("packages"), list):
        names = [
            str(package.get("name", ""))
            for section in sections
            if isinstance(found := lock.get(section), list)
            for package in found
            if isinstance(package, dict)
        ]
        return Listed.of(names, complete=True)
    text = read(f"{directory}/composer.json")
    if text is None:
        return None
    return Listed.of(keys(json_table(text), "require", *(() if production else ("require-dev",))), complete=False)

"""Where the rules' pages are on this machine: dfix brings them, so that a link works without a network."""

import os


def local_address() -> str:
    """A ``file:`` address with ``{code}`` in it; empty where the pages are not there."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (os.path.join(here, "pages"), os.path.join(os.path.dirname(here), "docs", "rules")):
        if os.path.isdir(folder):
            from urllib.parse import quote

            return f"file://{quote(folder)}/{{code}}.md"
    return ""

"""Writes dfix/rules/_table.py, the trigger of each rule: `python scripts/rule_table.py`."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "dfix" / "rules"
TABLE = FOLDER / "_table.py"
HEAD = '''"""Each rule's code and trigger by its file, so that a run imports only rules that may find something.

``scripts/rule_table.py`` writes this from the rules. A rule without a trigger, and one that is not in
here, is imported for every file.
"""

from dfix.rules.trigger import Trigger

TRIGGERS = {
'''


def render() -> str:
    """The whole table."""
    from dfix.rules import rules
    from dfix.rules.trigger import Trigger

    rows = ""
    for rule in sorted(rules(), key=lambda rule: rule.module):
        if rule.trigger:
            default = dict(zip(Trigger._fields, Trigger(), strict=True))
            given = ", ".join(
                f"{key}={_literal(value)}"
                for key, value in zip(Trigger._fields, rule.trigger, strict=True)
                if value != default[key]
            )
            rows += f'    "{rule.module.rpartition(".")[2]}": ("{rule.code}", Trigger({given})),\n'
    return f"{HEAD}{rows}}}  # fmt: skip\n"


def _literal(value: bool | tuple[str, ...]) -> str:
    """How Python writes it, with double quotes."""
    return repr(value).replace("'", '"')


def main() -> int:
    """Write it."""
    TABLE.write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

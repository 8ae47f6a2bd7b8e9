"""Facts are read once, and when they are asked for."""

from pathlib import Path

from dfix.fact_file import FactFile


def test_a_file_is_read_once(tmp_path: Path) -> None:
    facts = FactFile[dict[str, int]](str(tmp_path / "module.py"), "sub", "numbers.json")
    assert not facts.exists()
    (tmp_path / "data" / "sub").mkdir(parents=True)
    (tmp_path / "data" / "sub" / "numbers.json").write_text('{"one": 1}')
    assert facts.exists()
    assert facts() == {"one": 1}
    (tmp_path / "data" / "sub" / "numbers.json").unlink()
    assert facts() == {"one": 1}

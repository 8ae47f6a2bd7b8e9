"""What is made from the code is current: the rules' pages, the settings' table, the manual."""

import sys
import zlib

import icon
import picture
import pytest
import quality_plots
import rule_pages
import settings_page


def test_the_rules_pages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`python scripts/rule_pages.py` writes them anew."""
    monkeypatch.setattr(sys, "argv", ["rule_pages.py", "--check"])
    assert (rule_pages.main(), capsys.readouterr().out.strip()) == (0, "")


def test_the_settings_and_the_manual(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """`python scripts/settings_page.py` writes them anew."""
    monkeypatch.setattr(sys, "argv", ["settings_page.py", "--check"])
    assert (settings_page.write(), capsys.readouterr().out.strip()) == (0, "")


def test_the_picture_of_a_finding() -> None:
    """`python scripts/picture.py` writes it anew."""
    assert picture.PICTURE.read_text(encoding="utf-8") == picture.picture()


def test_the_picture_of_a_graph() -> None:
    """The same script writes it."""
    assert picture.GRAPH.read_text(encoding="utf-8") == picture.graph()


def test_the_icon() -> None:
    """`python scripts/icon.py` draws it anew; how well it is compressed depends on the machine."""
    assert _pixels(icon.ICON.read_bytes()) == _pixels(icon.png(icon.SIZE))


def _pixels(png: bytes) -> bytes:
    begin = png.index(b"IDAT") + 4
    return png[:begin][:33] + zlib.decompress(png[begin : begin + int.from_bytes(png[begin - 8 : begin - 4], "big")])


@pytest.mark.parametrize("name", ["recall", "precision", "repairs"])
def test_the_plots(name: str) -> None:
    """`python scripts/quality_plots.py` draws them anew from the page's tables."""
    page = quality_plots.PAGE.read_text(encoding="utf-8")
    chart = quality_plots.charts(page)[name]
    shown = (quality_plots.PICTURES / f"quality-{name}.svg").read_text(encoding="utf-8")
    assert shown == quality_plots.picture(chart)
    assert f"](pictures/quality-{name}.svg)" in page
    assert all(0 <= bar.number <= bar.total for group in chart.groups for bar in group.bars)


def test_a_table_that_is_gone_is_told() -> None:
    with pytest.raises(ValueError, match="no table that begins with family"):
        quality_plots.charts("# Nothing\n")

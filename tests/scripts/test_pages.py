"""What is made from the code is current: the rules' pages, the settings' table, the manual."""

import sys
import zlib

import icon
import picture
import pytest
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


def test_the_icon() -> None:
    """`python scripts/icon.py` draws it anew; how well it is compressed depends on the machine."""
    assert _pixels(icon.ICON.read_bytes()) == _pixels(icon.png(icon.SIZE))


def _pixels(png: bytes) -> bytes:
    begin = png.index(b"IDAT") + 4
    return png[:begin][:33] + zlib.decompress(png[begin : begin + int.from_bytes(png[begin - 8 : begin - 4], "big")])

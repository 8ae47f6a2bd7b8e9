"""The report as one HTML page that needs nothing else: no network, no other file.

``page.py`` puts it together; each part of a page is a file. ``page.css`` and ``page.js`` are its style and its script:
the page is readable and can be printed without the script.
"""

from dfix.report.html.page import render

__all__ = ["render"]

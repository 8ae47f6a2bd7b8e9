"""What a save costs through the language server: `python benchmarks/lsp.py [FILE]`, with the extra `lsp` installed.

The time from the editor's request to the answer, for formatting (repair on save), and from a change to
its diagnostics. A real client over standard input and output; medians in milliseconds.
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

ORDINARY = Path(__file__).parent / "ordinary.Dockerfile"
RUNS = 101
GOAL = 10.0


async def measure(path: Path) -> dict[str, float]:
    """The medians."""
    client = LanguageClient("benchmark", "1")
    told = asyncio.Event()
    client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda _: told.set())
    await client.start_io(sys.executable, "-m", "dfix", "lsp")
    await client.initialize_async(lsp.InitializeParams(lsp.ClientCapabilities(), root_uri=path.parent.as_uri()))
    client.initialized(lsp.InitializedParams())
    text, uri = path.read_text(encoding="utf-8"), path.as_uri()
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "dockerfile", 0, text)))
    await told.wait()
    times: dict[str, list[float]] = {"change to diagnostics": [], "repair on save": []}
    for version in range(1, RUNS + 1):
        changed = lsp.TextDocumentContentChangeWholeDocument(f"{text}# {version}\n")
        told.clear()
        start = time.perf_counter()
        named = lsp.VersionedTextDocumentIdentifier(version, uri)
        client.text_document_did_change(lsp.DidChangeTextDocumentParams(named, [changed]))
        await told.wait()
        times["change to diagnostics"].append(time.perf_counter() - start)
        start = time.perf_counter()
        options = lsp.FormattingOptions(4, insert_spaces=True)
        await client.text_document_formatting_async(
            lsp.DocumentFormattingParams(lsp.TextDocumentIdentifier(uri), options)
        )
        times["repair on save"].append(time.perf_counter() - start)
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()
    return {name: statistics.median(found) * 1000 for name, found in times.items()}


def main() -> int:
    """Measure and print."""
    path = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ORDINARY
    print(f"{path.name}: {len(path.read_text().splitlines())} lines (goal: a save under {GOAL} ms)")
    for name, value in asyncio.run(measure(path)).items():
        print(f"  {name:24} {value:8.2f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())

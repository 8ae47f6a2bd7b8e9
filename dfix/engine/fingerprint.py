"""Fingerprints, by which a finding is known again when the lines around it have moved: for baselines and reviews."""

from collections import Counter
from collections.abc import Iterable

from dfix.findings import Finding
from dfix.text import Source


def fingerprints(source: Source, findings: Iterable[Finding]) -> tuple[str, ...]:
    """One for each finding, in their order: 32 hexadecimal digits.

    A fingerprint is made of the rule, the words at fault and their line with each run of blanks as
    one blank; findings that are alike in all three are numbered. Neither the line's number nor the
    message is in it: a newer version may word the message better.
    """
    from hashlib import sha256  # OpenSSL takes 5 ms to load, and most runs need no fingerprint

    seen: Counter[tuple[str, str, str]] = Counter()
    prints = []
    for finding in findings:
        words = source.text[finding.span.start : finding.span.end]
        line = source.lines[source.line_of(finding.span.start)] if source.lines else ""
        key = (finding.code, " ".join(words.split()), " ".join(line.split()))
        prints.append(sha256("\0".join((*key, str(seen[key]))).encode("latin-1")).hexdigest()[:32])
        seen[key] += 1
    return tuple(prints)

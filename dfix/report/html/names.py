"""The addresses inside the page: of a file, a finding, a product's trace, a line."""


def file_id(file: int) -> str:
    """The section of a file; files, findings and products count from zero."""
    return f"file-{file}"


def finding_id(file: int, finding: int) -> str:
    """The article of a finding."""
    return f"finding-{file}-{finding}"


def trace_id(file: int, product: int) -> str:
    """The trace of a product of the graph."""
    return f"trace-{file}-{product}"


def line_id(file: int, line: int) -> str:
    """A line of the source, from one."""
    return f"line-{file}-{line}"

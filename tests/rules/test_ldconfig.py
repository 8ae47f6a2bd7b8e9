"""What the rules on ldconfig repair, and where they say nothing."""

import pytest

from dfix import Applicability, Confidence, Options, analyse, fix


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("RUN ldconfig -n /usr/share/x /opt/lib\n", "RUN ldconfig -n /opt/lib\n", id="-n, one of two"),
        pytest.param("RUN ldconfig -n /usr/share/x /etc/b && a\n", "RUN a\n", id="-n, all"),
        pytest.param("RUN ldconfig -n /etc/b\n", "", id="-n, alone"),
        pytest.param("RUN ldconfig /usr/share/a /etc/b\n", "RUN ldconfig\n", id="all"),
        pytest.param("RUN ldconfig /usr/share/a /opt/b\n", "RUN ldconfig /opt/b\n", id="one of two"),
        pytest.param('RUN ["ldconfig", "/etc/b"]\n', 'RUN ["ldconfig", "/etc/b"]\n', id="JSON form is left"),
    ],
)
def test_directories_without_libraries(before: str, after: str) -> None:
    assert fix(f"FROM debian:12\n{before}", allowed=Applicability.UNSAFE).text == f"FROM debian:12\n{after}"


LIBRARY = (
    "FROM gcc:12 AS b\nRUN gcc -shared -o /usr/local/lib/libx.so x.c && gcc -o /app a.c -L/usr/local/lib -lx\n"
    'FROM {base}\nCOPY --from=b /app /app\nCOPY --from=b /usr/local/lib/libx.so /usr/local/lib/\n{more}CMD ["/app"]\n'
)


@pytest.mark.parametrize(
    ("base", "more", "found"),
    [
        pytest.param("debian:12", "", True, id="a cache that nobody refreshes"),
        pytest.param("debian:12", "RUN ldconfig\n", False, id="refreshed"),
        pytest.param("debian:12", "ENV LD_LIBRARY_PATH=/usr/local/lib\n", False, id="no cache is asked"),
        pytest.param("registry.access.redhat.com/ubi9/ubi-micro:9.4", "", False, id="nothing can be run there"),
        pytest.param("alpine:3.20", "", False, id="no glibc"),
        pytest.param("scratch", "", False, id="nothing"),
    ],
)
def test_libraries_that_no_cache_lists(base: str, more: str, found: bool) -> None:
    options = Options(min_confidence=Confidence.POSSIBLE, select=("DF303",))
    assert bool(analyse(LIBRARY.format(base=base, more=more), options).findings) is found

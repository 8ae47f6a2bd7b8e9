"""setup.py, read and not run."""

import pytest

from dfix.manifests.setup_script import has_extensions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from setuptools import setup\nsetup(name='x')\n", False),
        ("import setuptools\nsetuptools.setup(name='x', ext_modules=[])\n", False),
        ("from setuptools import setup, Extension\nsetup(ext_modules=[Extension('a', ['a.c'])])\n", True),
        ("from Cython.Build import cythonize\nx = cythonize('a.pyx')\nsetup(**x)\n", True),
        ("from setuptools import setup\nsetup(rust_extensions=y)\n", True),
        ("from setuptools import setup\nsetup(cffi_modules=['b.py:ffi'])\n", True),
        ("from setuptools import setup\nsetup(setup_requires=['pytest-runner'])\n", False),
        ("from setuptools import setup\nsetup(setup_requires=['wheel', 'Cython>=0.29'])\n", True),
        ("from setuptools import setup\nsetup(setup_requires=requires)\n", False),
        ("from setuptools import setup\nsetup(**options)\n", None),
        ("def setup():\n    pass\nclass Extension(object): pass\n", None),
        ("import setuptools\nsetuptools.setup(name='setup(', libraries=None, x=f(ext_modules=1))\n", False),
        ("from setuptools import setup\nsetup(setup_requires=['x', f'numpy'], y=['numpy'])\n", False),
        ("setup(name='x')\nx = " + "(" * 20_000 + ")" * 20_000, False),
        ("setup(name='x')\nx = " + "-" * 90_000 + "1", False),
        ("setup(name='x')\nx = a" + ".b" * 40_000, False),
        ("if a: pass\n" + "elif a: pass\n" * 7_000 + "setup(name='x')\n", False),
        ("setup(name='x')\n'", None),
        ("raise SystemExit\n", None),
        ("setup(\n", None),
        ("import os\nos.system('touch ran')\n", None),
    ],
)
def test_setup_py_is_read_and_not_run(text: str, expected: bool | None) -> None:
    assert has_extensions(text) is expected

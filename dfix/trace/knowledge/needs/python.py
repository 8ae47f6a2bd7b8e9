"""The libraries that Python's packages need of the system: see ``packages.py``; and those of GeoDjango.

``django.contrib.gis`` opens GDAL and GEOS by their names when it is imported (Django's documentation, "Installing
Geospatial libraries"), as an application that the settings list, or for a database of its own kind.
"""

import re
from collections.abc import Iterator

from dfix.context import Folder
from dfix.evidence import Evidence
from dfix.text.pattern import pattern
from dfix.trace.knowledge.needs import packages
from dfix.trace.knowledge.needs.need import Need
from dfix.trace.state.artifact import Artifact
from dfix.trace.state.root import Root

GIS = pattern(r"""^[^#\n]{0,200}["']django\.contrib\.gis(?:\.db\.backends\.\w+)?["']""", re.MULTILINE)
SETTINGS = pattern(r"""DJANGO_SETTINGS_MODULE["'],\s{0,20}["']([\w.]{1,200})["']""")
# Where a project's manage.py is, and how many files of settings are read.
MANAGERS = ("manage.py", "src/manage.py", "app/manage.py", "backend/manage.py")
MOST_FILES = 12


def needs(artifact: Artifact, builder: Root | None) -> Iterator[Need]:
    """What an environment's packages look for."""
    yield from packages.needs(artifact, builder)
    environment = artifact.environment
    if environment is None or builder is None or builder.context is None or "django" not in environment.names:
        return
    file = _settings_with_gis(builder.context)
    if file:
        for soname in ("libgdal.so", "libgeos_c.so"):
            because = f"`{file}` uses django.contrib.gis, which opens it when it is imported"
            yield Need(soname, Evidence.PROJECT_FILE.sure, because, package="django", ready_made=True)


def _settings_with_gis(context: Folder) -> str:
    """A file of the project's settings that uses GeoDjango; empty for none."""
    for manager in MANAGERS:
        match = SETTINGS.search(context.read(manager) or "")
        if match is None:
            continue
        module = f"{manager.rpartition('/')[0]}/{match[1].replace('.', '/')}".lstrip("/")
        folder = module.rpartition("/")[0]
        names = [f"{module}.py", f"{module}/__init__.py", f"{module}/base.py", f"{module}/common.py"]
        names += [f"{folder}/{name}" for name in ("base.py", "common.py", "settings.py")]
        return next((name for name in names[:MOST_FILES] if GIS.search(context.read(name) or "")), "")
    return ""

import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "atlas.settings")

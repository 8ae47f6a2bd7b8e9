"""How instructions and shell commands change what is known of a stage.

Start with ``build.py``: it interprets all stages, ``stage.py`` one of them, ``script.py`` a RUN's shell script.
"""

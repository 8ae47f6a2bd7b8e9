"""How instructions and shell commands change what is known of a stage.

Start with ``stage.py``.
"""

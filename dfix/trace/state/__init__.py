"""What is known of a stage at one point: artifacts, their origin, loaders, architecture, the file tree.

Does not know how commands change it. Start with ``root.py``.
"""

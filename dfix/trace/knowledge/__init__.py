"""What products are and need: by language, package, manifest, download and script.

Facts are in ``data/``; nothing here changes a stage.
"""

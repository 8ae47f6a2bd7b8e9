"""Where review comments go: one file a host, each makes the same comments into its own requests.

``http.py`` sends them. Start with ``service.py``.
"""

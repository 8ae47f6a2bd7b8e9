"""The picture of a build: stages and images as nodes, what is copied between them as edges, a verdict on each.

``model.py`` has the values, ``picture.py`` makes them from an analysis. ``dfix/report/graph/`` draws them.
"""

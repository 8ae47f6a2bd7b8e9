"""What a project's manifests and lock files say: a file for each language.

Texts go in, names and facts come out; where a text stands is not known here. They are read as text
where a parser of megabytes would take long: a save hook cannot wait.
"""

"""Repair strategies that rules share; each yields fixes for one landing or one command.

Does not know which rule asked. One strategy a file.
"""

"""How a Dockerfile is read: instructions, flags, heredocs, variables, shell commands, each with its span.

Nothing in here knows images or libcs. Start with ``dockerfile.py``; ``shell.py`` reads RUN.
"""

from dfix.syntax.directives import Directive
from dfix.syntax.dockerfile import Dockerfile, Fault, parse
from dfix.syntax.instruction import Flag, Heredoc, Instruction
from dfix.syntax.words import Word

__all__ = ["Directive", "Dockerfile", "Fault", "Flag", "Heredoc", "Instruction", "Word", "parse"]

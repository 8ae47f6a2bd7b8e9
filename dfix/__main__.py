"""``python -m dfix``."""

from dfix.cli import main

if __name__ == "__main__":
    main(prog_name="dfix")

"""``python -m bulletin_ie`` is the command ``bulletin-ie``."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="bulletin-ie")

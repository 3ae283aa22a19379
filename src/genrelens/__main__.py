"""Run the command line with `python -m genrelens`."""

from genrelens.cli import main

if __name__ == "__main__":
    main()

"""`python -m bench.similar`: how fast what is alike is found among 300,000 texts; `--quality`: how well."""

import argparse

from bench import similar_quality


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.similar", description=__doc__)
    parser.add_argument("--quality", action="store_true", help="precision and recall on texts of known likeness")
    parser.parse_args()
    print(similar_quality.report())


if __name__ == "__main__":
    main()

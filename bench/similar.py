"""`python -m bench.similar`: how fast what is alike is found among 300,000 texts; `--quality`: how well."""

import argparse

from bench import similar_quality, similar_speed


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.similar", description=__doc__)
    parser.add_argument("--quality", action="store_true", help="precision and recall on texts of known likeness")
    parser.add_argument("--texts", type=int, default=300_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append", help="only this one")
    parser.add_argument("--requests", type=int, default=200, help="of each kind")
    asked = parser.parse_args()
    if asked.quality:
        print(similar_quality.report())
        return

    for database in asked.database or ("sqlite", "postgresql"):
        print(similar_speed.report(database, asked.texts, asked.requests), flush=True)


if __name__ == "__main__":
    main()

"""A process that takes from a bucket as fast as it can, and prints how many it was let."""

import sys
import time

from app import limiter


def main() -> None:
    """Arguments: bucket, limit, window in seconds, tries, and the moment to begin at."""
    bucket, limit, window, tries, begin = sys.argv[1], *map(float, sys.argv[2:6])
    quota = limiter.Quota("test", int(limit), int(window))
    limiter.take(f"{bucket}-warm", quota)
    while time.time() < begin:  # all at once
        pass
    print(sum(limiter.take(bucket, quota).is_allowed for _ in range(int(tries))))


if __name__ == "__main__":
    main()

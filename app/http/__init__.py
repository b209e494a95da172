"""What every endpoint shares, one idea a file."""

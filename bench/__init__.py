"""How fast, beside the floor: `python -m bench` measures the product and the least that could answer, in one run."""

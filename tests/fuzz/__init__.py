"""Schemathesis over the whole OpenAPI document, as everybody: `make test` does a little of it, `make fuzz` much."""

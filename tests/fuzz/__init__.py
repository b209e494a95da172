"""Schemathesis over the whole OpenAPI document, as everybody: what `make test` does a little of, `make fuzz` does long."""

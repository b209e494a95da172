"""Schemathesis over the OpenAPI document, as everybody: what `make test` does a little of, `make fuzz` does long."""

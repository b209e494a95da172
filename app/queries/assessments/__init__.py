"""Reads of assessments: instruments, rounds, one assessment with its result, lists, what feeds what."""

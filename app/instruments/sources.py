"""The sources that something in JIPP fills besides instruments; the feeders (app/queries/assessments) use the same."""

WORKING, SERVING, RESPONDING = "bekerja", "melayani", "merespon"
PROVINCE, NATIONAL = "kovablik", "kipp"
KNOWN = {"records": (WORKING, SERVING, RESPONDING), "competition": (PROVINCE, NATIONAL)}
"""Name in a file's ``source`` → what it may say. Anything else would never get a value."""

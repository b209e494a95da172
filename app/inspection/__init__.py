"""Looks into one file from outside, in a process of its own with little time and memory (app/files/intake.py).

It imports nothing of the application: it starts in a tenth of a second, and it knows no settings and no secrets.
"""

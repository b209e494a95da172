"""Deeds on assessments: instruments and rounds of the organiser, values of units, owners and panel, follow-ups."""

"""Deeds on questions: asking, moderating, answering, reminding, forgetting who asked."""

"""Deeds on replications: reporting, confirming, files, entering one as a proposal, requests from outside."""

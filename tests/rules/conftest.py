"""Laws are checked on a machine that others use too: no example fails for being slow once."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")

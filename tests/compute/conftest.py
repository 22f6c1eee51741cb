"""How hypothesis runs: it looks for wrong numbers, never for slow ones."""

from hypothesis import settings

settings.register_profile("compute", deadline=None)
settings.load_profile("compute")

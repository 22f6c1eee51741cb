"""How hypothesis runs in all folders: it looks for wrong answers, never for slow ones."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

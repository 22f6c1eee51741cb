"""The parts of the gallery page: your own function, the nudge test, the shorthand."""

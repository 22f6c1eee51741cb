"""A function that somebody typed: parsed, never run by Python; its numbers and its formulas."""

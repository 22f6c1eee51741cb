"""The derivation: the question, the answer and the seven steps, in words and figures."""

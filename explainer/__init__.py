"""The chain-rule explainer: every factor is a Jacobian, every product a matrix product."""

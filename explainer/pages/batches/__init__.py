"""The parts of the page on batches: one Jacobian folded, the products, all gradients, backward."""

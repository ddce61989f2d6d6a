"""How far the work has got: who is charged with what, what they report, and who may see it."""

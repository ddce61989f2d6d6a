"""The resolution as data: clauses with refs, targets with measures, bodies, deadlines, citations."""

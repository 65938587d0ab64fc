"""From what a person typed to a main line and the installment asked for.

`rows` what the index is built from, `build` and `index` the gram index, `asked` what a query may mean,
`rank` how far a title is from a query and why, `match` the decision.
"""

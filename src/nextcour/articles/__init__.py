"""Claims found in articles about whether an anime returns, their verdicts, and the article we would have written."""

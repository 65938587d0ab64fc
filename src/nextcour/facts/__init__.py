"""A fact and its three days, the rules behind them, and as-of views."""

"""The command line: parse, call, render; no decision of its own."""

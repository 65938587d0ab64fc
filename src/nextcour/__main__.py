"""`python -m nextcour`."""

from nextcour.cli.main import main

main()

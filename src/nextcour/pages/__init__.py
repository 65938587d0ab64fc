"""What a page shows, as immutable types made from the library. Pure."""

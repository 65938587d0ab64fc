"""One provider a module: wire types, client, adapter."""

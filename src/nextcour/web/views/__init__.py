"""One module a page: from the site to a rendered Page. No HTTP: `nextcour serve` and `nextcour publish` share them."""

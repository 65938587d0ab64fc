"""The website: routes, templates, languages. No decision of its own."""

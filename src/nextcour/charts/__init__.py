"""Pictures of what a back-test found, and the page that holds them."""

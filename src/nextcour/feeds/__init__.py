"""What programs read and other sites show: feeds of changes, calendars, badges, previews, the sitemap.

Makers take the site and give bytes; routes put them into HTTP, `nextcour publish` into a folder.
"""

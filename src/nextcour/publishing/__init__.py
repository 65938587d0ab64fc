"""The whole site as a folder of files, for any host or CDN."""

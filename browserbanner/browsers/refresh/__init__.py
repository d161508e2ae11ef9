"""Makes a data pack from npm packages: from a registry or local tarballs, checked, written atomically.

The only place in the package that opens a connection. Its way in is `browserbanner.browsers.refresh_data`.
"""

"""The site of ``browserbanner preview``: every banner in every language, as the catalogs on disk have it now."""

from browserbanner.cli.preview_site.site import make_site as make_site

__all__ = ["make_site"]

"""The site of ``browserbanner preview``: every banner in every language, as the catalogs on disk have it now."""

"""What ``scripts.locales_evidence`` is made of: the checks of the banner's translations, one module for each."""

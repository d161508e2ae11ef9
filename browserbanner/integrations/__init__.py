"""Registration and template helpers for frameworks. No logic of their own."""

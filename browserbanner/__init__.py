"""browserbanner."""

"""Notebooks with code of their own: Voila's front end and a stock kernel, under our head and behind our guard."""

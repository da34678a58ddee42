"""Rooms for group workshops: what they keep, what they show, and what may be said in them. Knows no server."""

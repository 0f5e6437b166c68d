"""Playlists at the services, read and changed with the user's own login."""

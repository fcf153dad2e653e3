"""Checks of any UWS 1.1 service, written from the text of the Recommendation: see __main__.py."""

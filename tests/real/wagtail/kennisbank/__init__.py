"""The one app of the test site."""

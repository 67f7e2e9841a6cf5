"""A neighbourhood of plainly fictitious people, to look around in and to test with."""

from .load import DemoRefused, load_demo

__all__ = ["DemoRefused", "load_demo"]

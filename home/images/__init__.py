"""Pictures: how they come in, and how they are served."""

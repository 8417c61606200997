"""`python -m trede.scale`."""

from trede.scale.cli import app

app()

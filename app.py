"""What gunicorn and the flask command load.

``flask`` takes ``app``; gunicorn calls :func:`serve`, which renders the whole site once, before
the workers fork, so that they share it.
"""

from flask import Flask

from fascia import create_app, snapshot
from fascia.library import ContentError

try:
    app = create_app()
except ContentError as error:
    raise SystemExit(f"Fascia does not start. {error}") from None


def serve() -> Flask:
    """The application with its snapshot made."""
    snapshot.of(app)
    return app

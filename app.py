"""What gunicorn and the flask command load.

``flask`` takes ``app``; gunicorn calls :func:`serve`, which renders the whole site once, before
the workers fork, so that they share it.
"""

import ctypes
import gc
from pathlib import Path

from flask import Flask

from fascia import cli, create_app, snapshot, workbench
from fascia.library import CONTENT, ContentError

try:
    app = create_app()
except ContentError as error:
    app = cli.unsound(error)

if app.debug:
    app.wsgi_app = workbench.Workbench(create_app, Path(app.config.get("CONTENT") or CONTENT))


def serve() -> Flask:
    """The application with its snapshot made, and in as little memory as workers can share.

    Nothing is served while the content is not sound.
    """
    if "unsound" in app.extensions:
        raise SystemExit(f"Fascia does not start. {app.extensions['unsound']}")
    snapshot.of(app)
    gc.collect()
    # The collector writes to every object it looks at, and what is written is no longer shared.
    gc.freeze()
    # Rendering leaves holes in the heap; where the C library can, it gives them back.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
    return app

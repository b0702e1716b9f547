"""What gunicorn and the flask command load.

``flask`` takes ``app``; gunicorn calls :func:`serve`, which renders the whole site once, before
the workers fork, so that they share it.
"""

import ctypes
import gc
import os
from pathlib import Path

from flask import Flask

from fascia import create_app, snapshot
from fascia.library import CONTENT, ContentError


def load() -> Flask:
    """The application; of content that is not sound, one that serves nothing.

    It has its commands for the ``flask`` command only: what they import takes time at the start,
    and memory for as long as the site is served.
    """
    try:
        made = create_app()
        if "FLASK_RUN_FROM_CLI" in os.environ:
            from fascia import cli

            cli.init_app(made)
    except ContentError as error:
        from fascia import cli

        made = cli.unsound(error)
    if made.debug:
        from fascia.workbench import Workbench

        made.wsgi_app = Workbench(create_app, Path(made.config.get("CONTENT") or CONTENT))
    return made


app = load()


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

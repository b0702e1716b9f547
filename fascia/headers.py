"""Headers that every answer carries, whatever made it."""

from flask import Flask

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)

#: A drawing shows nothing but itself; its own style sheet holds its two themes.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
DRAWING_TYPE = "image/svg+xml"

DENIED = (
    "accelerometer", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope",
    "hid", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
    "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
ALLOWED = ("autoplay", "fullscreen", "screen-wake-lock")

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [f"{name}=()" for name in DENIED] + [f"{name}=(self)" for name in ALLOWED]
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

#: Two years; sent only where the site is known to live behind TLS.
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"


def init_app(app: Flask) -> None:
    secure = app.config["ORIGIN"].startswith("https://")

    @app.after_request
    def put_headers(response):
        response.headers.update(HEADERS)
        if response.mimetype == DRAWING_TYPE:
            response.headers["Content-Security-Policy"] = DRAWING_POLICY
        if secure:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        return response

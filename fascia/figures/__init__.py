"""The figures: every technique drawn from pose data. For authors; the server never imports it.

A pose is a TOML file in ``poses/``, laid over a pose in ``bases/``. The engine builds the body and
what is around it as one smooth shape in space, looks at it, and keeps flat regions as curves.

    pip install -r fascia/figures/requirements.txt
    flask figures check [slug…]          faults, without drawing
    flask figures preview slug…          build/figures/<slug>.png: 720 and 96 px, light and dark
    flask figures build [slug…]          static/figures/<slug>.svg, those that are stale
    flask figures contact-sheet [slug…]  build/figures/contact-sheet.png

``pose`` reads and checks form, ``skeleton`` places joints, ``body`` puts flesh and hair on them,
``scene`` adds props and camera, ``field`` finds what every pixel shows, ``draw`` makes layers
of it, ``trace`` makes curves of those, ``check`` knows what is impossible, ``build`` writes files.

Promised
    The same pose gives the same bytes on every run and, with the pinned packages, on other
    processors: there are no threads, input is rounded, and so is what decides. A file is at most
    8 kB with brotli. It holds classes and colours of its own, no ids, no words, no background:
    the page draws the disc. Dark colours follow the ``color-scheme`` of the ``<img>``.

Space
    Centimetres: x to the right of the picture, y up, z towards the viewer, the floor at y = 0. A
    direction may have any length. Every part of a body has its own left, up and front, with
    left = up × front: ``left_arm`` is the person's left, whichever way they face.

Pose
    ``pelvis`` (at, up, front), then ``chest``, ``shoulders``, ``head``: each as the one before
    unless turned. A leg has ``ankle`` and ``knee`` (where the knee points), or ``thigh`` and
    ``shin`` as directions; an arm ``wrist`` and ``elbow``, or ``upper`` and ``fore``. ``toe`` and
    ``sole``, ``fingers`` and ``palm`` are directions. ``at``, ``start`` and ``end`` may name a
    place (``left_calf``, ``sacrum``, ``partner_left_hand``): ``check`` lists those that resemble
    an unknown one. ``key = false`` takes away what the base has. ``person``: a to f, t the
    therapist.
    ``[end]`` repeats only what is different when the movement is done, and may move tools.

Useful numbers
    pelvis    11.5 high lying on the back, 12 prone, 16 on the side, 12.5 sitting on the floor,
              54.5 on a chair, 92.5 standing, 50 on hands and knees, 80.5 prone on a couch of 68
    ankle     7.2 for a flat sole, 5.5 for a foot lying on its instep
    wrist     4.5 to 5 for a hand on the floor, its fingers tipped down by 0.12 to 0.16
    elbow     3.5 for a forearm on the floor; the shoulder is then near 32
    reach     53.5 arms, 85 legs; a hand is 16 long, a foot 24, a body about 170
    tools     roller r 7.2, ball 3.4 to 5; with ``snap`` (towards the body) a tool finds it

Cameras
    On the floor yaw 12 to 24, pitch 10 to 16; facing +x, a positive yaw shows the front, a negative
    one the back. Pitch 48 to 58 where limbs open sideways. High contacts of standing people: scale
    2.4 with ``center``. Head and shoulders 4 to 5; foot, forearm 4 to 7; hands to 9, with nails
    from 5 on. A grip is ``curl`` with ``oppose``; a patch ``on`` the held part stays under it.

Before a pose is done
    1. ``check`` is silent and ``preview`` tells of gaps between -3 and +1 cm.
    2. At 96 px the action can be named. If not, change the camera before the pose.
    3. The tool shows, and touches the right place. Is a limb in front? Move it, or flip the yaw.
    4. Supporting hands, elbows, knees and feet are on the floor: shadows touch, nothing is cut off.
    5. Knees and elbows bend the human way; no arm lies exactly along the edge of the trunk.
    6. The patch is on the contact, the arrow beside the body, the end reads as a second position.
"""

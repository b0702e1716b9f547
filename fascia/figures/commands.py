"""``flask figures build|preview|check|contact-sheet``. Numbers are imported only when one runs."""

from pathlib import Path

import click
from flask import Flask

WHERE = Path("build") / "figures"


def engine():
    """The part that needs numpy, scipy, scikit-image and numba."""
    try:
        from fascia.figures import build
    except ImportError as error:
        raise click.ClickException(
            f"{error}. This needs: pip install -r fascia/figures/requirements.txt"
        ) from None
    return build


def chosen(names: tuple[str, ...]) -> list[str]:
    from fascia.figures import pose

    return list(names) or pose.slugs()


def field_of(app: Flask, slug: str) -> str:
    """The colour field on which a page shows the figure."""
    library = app.extensions["library"]
    technique = library.techniques.get(slug)
    return library.vocabulary.field_of(technique.region) if technique else "straw"


def init_app(app: Flask) -> None:
    commands = click.Group("figures", help="The drawings of the techniques.")
    app.cli.add_command(commands)

    @commands.command()
    @click.argument("slugs", nargs=-1)
    @click.option("--force", is_flag=True, help="Also those that are as their pose says.")
    def build(slugs: tuple[str, ...], force: bool):
        """Draw the figures that are stale."""
        faults = 0
        for made in engine().build(chosen(slugs), force):
            for fault in made.faults:
                click.echo(fault, err=True)
            faults += len(made.faults)
            if made.size:
                click.echo(f"{made.slug}: {made.size} B{', unchanged' if made.fresh else ''}")
        if faults:
            raise SystemExit(1)

    @commands.command()
    @click.argument("slugs", nargs=-1, required=True)
    def preview(slugs: tuple[str, ...]):
        """Draw figures for looking, faults or not: 720 and 96 px, light and dark."""
        tools = engine()
        from fascia.figures import check

        for slug in slugs:
            svg, faults = tools.make(slug, strict=False)
            for fault in faults:
                click.echo(fault, err=True)
            if not svg:
                continue
            for line in check.report(tools.scene_of(slug)):
                click.echo(f"{slug}: {line}")
            target = WHERE / f"{slug}.png"
            tools.photograph(tools.preview_page(svg), target, 1460)
            click.echo(f"{target}, {tools.weight(svg.encode())} B")

    @commands.command()
    @click.argument("slugs", nargs=-1)
    def check(slugs: tuple[str, ...]):
        """Look for what a body or a tool cannot do, without drawing."""
        tools = engine()
        from fascia.figures import check, pose

        found = []
        for slug in chosen(slugs):
            try:
                found += check.faults(tools.scene_of(slug))
            except pose.PoseFaults as error:
                found += error.faults
        for fault in found:
            click.echo(fault, err=True)
        if found:
            raise SystemExit(1)

    @commands.command("body-map")
    def body_map():
        """Draw the body map from its outlines."""
        engine()
        from fascia.figures import bodymap

        click.echo(bodymap.write())

    @commands.command()
    def diagrams():
        """Draw the diagrams of the articles from their outlines."""
        engine()
        from fascia.figures import diagrams as module

        click.echo(module.write())

    @commands.command()
    @click.argument("regions", nargs=-1)
    def anatomy(regions: tuple[str, ...]):
        """Draw the anatomy insets, or those of the regions named."""
        tools = engine()
        from fascia.figures import anatomy as module

        for path in module.write(regions):
            click.echo(f"{path.stem}: {tools.weight(path.read_bytes())} B")

    @commands.command("contact-sheet")
    @click.argument("slugs", nargs=-1)
    def contact_sheet(slugs: tuple[str, ...]):
        """All figures on one sheet: 360 and 96 px, light and dark."""
        tools = engine()
        html = tools.sheet_page(chosen(slugs), lambda slug: field_of(app, slug))
        WHERE.mkdir(parents=True, exist_ok=True)
        (WHERE / "contact-sheet.html").write_text(html, "utf-8")
        tools.photograph(html, WHERE / "contact-sheet.png", 1680)
        click.echo(str(WHERE / "contact-sheet.png"))

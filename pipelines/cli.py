"""The `tecs` command. Heavy imports are local to each verb: `tecs --help` answers at once."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines import settings

app = typer.Typer(
    help="Observatoire TECS : des exports d'enquête à la carte.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Lire les dépôts, contrôler, calculer, publier une version."""
    from pipelines import console

    raise typer.Exit(console.run(settings.load()))


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Dossiers de dépôt à contrôler.")],
) -> None:
    """Contrôler un dépôt avec le reste des données, sans rien publier."""
    from pipelines import console

    raise typer.Exit(console.check(settings.load(), paths))


@app.command("releases")
def list_releases() -> None:
    """Énumérer les versions publiées ; la version servie est marquée."""
    from pipelines import console

    console.list_releases(settings.load())


@app.command()
def diff(
    first: Annotated[str | None, typer.Argument(help="Version de départ.")] = None,
    second: Annotated[str | None, typer.Argument(help="Version d'arrivée.")] = None,
) -> None:
    """Dire ce qui a changé entre deux versions (par défaut : la servie et la précédente)."""
    from pipelines import console

    raise typer.Exit(console.diff(settings.load(), first, second))


@app.command()
def rollback(release: Annotated[str, typer.Argument(help="Version à servir de nouveau.")]) -> None:
    """Servir de nouveau une version antérieure."""
    from pipelines import console

    raise typer.Exit(console.rollback(settings.load(), release))


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(help="Port de l'adresse locale.")] = 8501,
) -> None:
    """Ouvrir le tableau de bord."""
    from pipelines import servers

    servers.dashboard(settings.load(), port)


@app.command()
def studio(port: Annotated[int, typer.Option(help="Port de l'adresse locale.")] = 3000) -> None:
    """Ouvrir l'interface de Dagster : graphe, exécutions, contrôles."""
    from pipelines import servers

    servers.studio(settings.load(), port)


@app.command(rich_help_panel="Entretien")
def territoires(  # noqa: PLR0917 # one option per origin
    departement: Annotated[str, typer.Option(help="Code du département.")] = "26",
    dossier: Annotated[Path | None, typer.Option(help="Où écrire (geo/ par défaut).")] = None,
    decoupage: Annotated[str | None, typer.Option(help="Découpage : dossier, .tgz, URL.")] = None,
    contours: Annotated[str | None, typer.Option(help="Contours : dossier, .whl, URL.")] = None,
    contours_anciens: Annotated[str | None, typer.Option(help="Contours antérieurs.")] = None,
    decoupage_ancien: Annotated[
        list[str] | None, typer.Option(help="Découpage antérieur ; répétable.")
    ] = None,
) -> None:
    """Refaire l'extrait des territoires, des deux paquets ou des adresses officielles."""
    from pipelines import maintenance

    origins = (decoupage, contours, contours_anciens, tuple(decoupage_ancien or ()))
    raise typer.Exit(
        maintenance.extract_territories(settings.load(), departement, dossier, origins)
    )


@app.command(rich_help_panel="Entretien")
def demonstration() -> None:
    """Refaire les trois vagues fictives et leurs structures, de la même graine."""
    from pipelines import maintenance

    raise typer.Exit(maintenance.draw_demonstration(settings.load()))

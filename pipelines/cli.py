"""The `tecs` command. Heavy imports are local to each verb: `tecs --help` answers at once."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from pipelines import cli_backups, settings
from pipelines.errors import TecsError

app = typer.Typer(
    help="Observatoire TECS : des exports d'enquête à la carte.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_backups.app)


@app.callback()
def refuse_unusable_settings() -> None:
    """Say in French what is wrong with the environment, before any verb."""
    try:
        settings.load()
    except TecsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from None


@app.command()
def run() -> None:
    """Lire les dépôts, contrôler, calculer, publier une version."""
    from pipelines import console

    gc.disable()  # one short process whose objects last: looking for dead ones took a tenth of it
    raise typer.Exit(console.run(settings.load()))


@app.command()
def check(
    paths: Annotated[list[Path], typer.Argument(help="Dossiers de dépôt ou fichiers reçus.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Dire ce qui est compris des fichiers, en JSON.")
    ] = False,
) -> None:
    """Dire tout ce qui ne va pas dans un dépôt, et quoi faire ; rien n'est publié."""
    from pipelines import console

    raise typer.Exit(console.check(settings.load(), paths, as_json=as_json))


@app.command("releases")
def list_releases() -> None:
    """Énumérer les versions publiées ; la version servie est marquée."""
    from pipelines import history

    history.list_releases(settings.load())


@app.command()
def diff(
    first: Annotated[str | None, typer.Argument(help="Version de départ.")] = None,
    second: Annotated[str | None, typer.Argument(help="Version d'arrivée.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Réponse pour les machines.")] = False,
) -> None:
    """Dire ce qui a changé entre deux versions, et pourquoi (par défaut : la servie et celle
    d'avant)."""
    from pipelines import history

    raise typer.Exit(history.diff(settings.load(), first, second, as_json=json))


@app.command()
def rollback(
    release: Annotated[str | None, typer.Argument(help="Version à servir de nouveau.")] = None,
) -> None:
    """Servir de nouveau une version antérieure (par défaut : celle d'avant)."""
    from pipelines import history

    raise typer.Exit(history.rollback(settings.load(), release))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def trace(
    context: typer.Context,
    mart: Annotated[str, typer.Argument(help="Table publiée, par exemple maturity_by_epci.")],
    json: Annotated[bool, typer.Option("--json", help="Réponse pour les machines.")] = False,
) -> None:
    """Montrer les lignes reçues qui font un chiffre : trace maturity_by_epci siren_epci=… wave=…"""
    from pipelines import history

    raise typer.Exit(history.show_trace(settings.load(), mart, context.args, as_json=json))


@app.command()
def purge(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Dire ce qui serait effacé, sans rien écrire.")
    ] = False,
) -> None:
    """Effacer des fichiers reçus les données personnelles dont le terme est passé."""
    from pipelines import maintenance

    raise typer.Exit(maintenance.purge(settings.load(), dry_run=dry_run))


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


@app.command()
def index(
    spec: Annotated[
        Path, typer.Option(help="Dossier avec indicators.csv, aggregates.csv et method.toml.")
    ],
    data: Annotated[Path, typer.Option(help="Tableau : une colonne unit, puis les indicateurs.")],
    out: Annotated[Path, typer.Option(help="Tableau à écrire.")],
) -> None:
    """Calculer un indice composite décrit par des tables, sur n'importe quel tableau."""
    from pipelines.composite.command import make_index

    try:
        typer.echo(make_index(spec, data, out))
    except TecsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from None


@app.command(rich_help_panel="Entretien")
def fetch(
    noms: Annotated[
        list[str] | None, typer.Argument(help="Fichiers voulus, tous par défaut.")
    ] = None,
    liste: Annotated[
        Path | None, typer.Option(help="Autre liste que sql/reference/official_files.csv.")
    ] = None,
) -> None:
    """Télécharger les fichiers officiels des politiques (machine connectée)."""
    from pipelines import maintenance

    raise typer.Exit(maintenance.fetch_official(settings.load(), noms or [], liste))


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

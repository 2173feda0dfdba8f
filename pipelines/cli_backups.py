"""The verbs `tecs backup` and `tecs restore`. Heavy imports are local to each verb."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines import settings

app = typer.Typer()


@app.command(rich_help_panel="Entretien")
def backup(
    dossier: Annotated[Path, typer.Argument(help="Où écrire l'archive et son empreinte.")],
    garder: Annotated[int, typer.Option(min=1, help="Combien d'archives y garder.")] = 14,
) -> None:
    """Sauvegarder dépôts, territoires, versions publiées et tables tenues à la main."""
    from pipelines import maintenance

    raise typer.Exit(maintenance.back_up(settings.load(), dossier, garder))


@app.command(rich_help_panel="Entretien")
def restore(
    archive: Annotated[Path, typer.Argument(help="Une archive de tecs backup.")],
    tables: Annotated[
        bool, typer.Option("--tables", help="Remettre aussi les tables de sql/reference.")
    ] = False,
) -> None:
    """Remettre une sauvegarde en place ; ce qui s'y trouve est mis de côté, non effacé."""
    from pipelines import maintenance

    raise typer.Exit(maintenance.restore(settings.load(), archive, reference=tables))

"""The fiche of a territory: gathered once, then shown on the page, printed and downloaded."""

"""The fiche on paper: a Typst template, filled with data that it never reads as markup."""

"""One page of each template, and the screens they are read on."""

from typing import Final

PAGES: Final = (
    "/",
    "/communes/",
    "/communes/44132-pornichet/",
    "/attente/44132-pornichet/",
    "/engagements/",
    "/qui-obtient/",
    "/tailles/t3/",
    "/indicateurs/delai-median/",
    "/conventions/cia/",
    "/conventions/cia/comparaison/2016-projet-a-2017/",
    "/conventions/engagements/",
    "/gouvernance/obligations/",
    "/guides/cotation/",
    "/donnees/",
    "/donnees/qualite/",
    "/donnees/certificat/",
    "/methode/secret/",
    "/accessibilite/",
    "/404.html",
)

FINDERS: Final = ("/", "/communes/")
"""Pages that list the communes."""

WIDTHS: Final = (1280, 360, 320)
"""A desk, a phone, and the width at which nothing may scroll sideways."""

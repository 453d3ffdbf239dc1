"""Which column is what: the fields of a list of people, and the headings by which they are known."""

from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.enrolment.importing.cells import key


class Field(models.TextChoices):
    """What a column of a list can hold. An export has them in this order."""

    NUMBER = "number", gettext_lazy("Employee number")
    FIRST_NAME = "first_name", gettext_lazy("First name")
    INITIALS = "initials", gettext_lazy("Initials")
    PARTICLE = "particle", gettext_lazy("Particle (van der)")
    LAST_NAME = "last_name", gettext_lazy("Last name")
    FULL_NAME = "full_name", gettext_lazy("Whole name")
    EMAIL = "email", gettext_lazy("E-mail address")
    DEPARTMENT = "department", gettext_lazy("Department")
    FUNCTION = "function", gettext_lazy("Function")
    COHORT = "cohort", gettext_lazy("Cohort")
    ROUTE = "route", gettext_lazy("Route")
    ROLE = "role", gettext_lazy("Role")
    STARTS_ON = "starts_on", gettext_lazy("From")
    ENDS_ON = "ends_on", gettext_lazy("Until")
    PROGRAMME = "programme", gettext_lazy("Programme")


# The first of each is what an export writes above it.
_HEADINGS: Mapping[Field, str] = {
    Field.NUMBER: "Personeelsnummer, personeelsnr, persnr, pnr, medewerkernummer, medewerkersnummer,"
    " medewerkernr, werknemersnummer, stamnummer, stamnr, employee number, employee id",
    Field.FIRST_NAME: "Voornaam, roepnaam, voornamen, first name, given name",
    Field.INITIALS: "Voorletters, voorletter, initialen, initials",
    Field.PARTICLE: "Tussenvoegsel, tussenvoegsels, tussenv, voorvoegsel, voorvoegsels, particle, prefix",
    Field.LAST_NAME: "Achternaam, familienaam, geslachtsnaam, last name, surname, family name",
    Field.FULL_NAME: "Naam, volledige naam, naam medewerker, medewerker, deelnemer, name, full name",
    Field.EMAIL: "E-mailadres, email, mail, mailadres, zakelijke email, email werk, email address",
    Field.DEPARTMENT: "Afdeling, afd, team, organisatieonderdeel, organisatorische eenheid, department",
    Field.FUNCTION: "Functie, functienaam, functieomschrijving, function, job title, position",
    Field.COHORT: "Groep, groepsnaam, cohort, group",
    Field.ROUTE: "Leergang, leerroute, route, track",
    Field.ROLE: "Rol, role",
    Field.STARTS_ON: "Vanaf, startdatum, begindatum, ingangsdatum, from, start date, starts on",
    Field.ENDS_ON: "Tot en met, tot, einddatum, until, end date, ends on",
    Field.PROGRAMME: "Programma, traject, ontwikkeltraject, programme",
}
HEADING = {field: names.split(", ")[0] for field, names in _HEADINGS.items()}
_FIELDS = {key(name): field for field, names in _HEADINGS.items() for name in names.split(", ")}


class ColumnsNotRight(ValidationError):
    """The columns cannot be what was chosen; the message says why."""


def recognise(headings: Sequence[str], chosen_before: Mapping[str, str]) -> list[str]:
    """What each column most likely is: as chosen before, else by its heading; empty for nothing."""
    fields: list[str] = []
    for heading in headings:
        name = key(heading)
        field = chosen_before.get(name, _FIELDS.get(name, ""))
        fields.append("" if field in fields else field)
    return fields


def check_columns(columns: Sequence[str]) -> None:
    """Raise ColumnsNotRight where a field stands twice or no name can be made of them."""
    chosen = [Field(column) for column in columns if column]
    if twice := {field for field in chosen if chosen.count(field) > 1}:
        names = ", ".join(str(field.label) for field in Field if field in twice)
        raise ColumnsNotRight(_("Chosen for more than one column: %(fields)s.") % {"fields": names})
    parts = {Field.FIRST_NAME, Field.INITIALS} & set(chosen) and Field.LAST_NAME in chosen
    if not parts and Field.FULL_NAME not in chosen:
        raise ColumnsNotRight(
            _("Say which columns hold the name: the whole name, or a last name with a first name.")
        )
    if Field.FULL_NAME in chosen and Field.LAST_NAME in chosen:
        raise ColumnsNotRight(_("Choose either the whole name or a last name, not both."))

"""Reads over organisations."""

from learning.organisation.models import Department, Organisation


def departments_by_name(organisation: Organisation) -> dict[str, Department]:
    """An organisation's departments, to be found as people call them."""
    return {department.name: department for department in organisation.departments.all()}


def house_colours() -> list[tuple[str, str, str]]:
    """Main, accent and third colour of every organisation, each combination once."""
    colours = Organisation.objects.order_by().values_list(
        "brand_colour", "accent_colour", "third_colour"
    )
    return list(colours.distinct())


def embed_hosts_of(programme_id: int | None) -> frozenset[str]:
    """The hosts whose pages the organisation of a programme lets lessons show: one query."""
    found = Organisation.objects.filter(programmes=programme_id).values_list(
        "embed_hosts", flat=True
    )
    return frozenset(line.strip() for text in found for line in text.splitlines() if line.strip())

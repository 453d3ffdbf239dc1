"""Names the browser and device of a session, as its owner would recognise them."""

from django.utils.translation import gettext

# The first name that fits counts: nearly every browser also says it is Chrome, Safari and Mozilla.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def describe_device(user_agent: str) -> str:
    """For example "Chrome on Linux"; what a browser says of itself is a hint and proves nothing."""
    browser = _first_of(_BROWSERS, user_agent)
    device = _first_of(_DEVICES, user_agent)
    if browser and device:
        return gettext("%(browser)s on %(device)s") % {"browser": browser, "device": device}
    return browser or device or gettext("Unknown device")


def _first_of(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")

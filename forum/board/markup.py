"""From what someone typed to HTML that is safe to show.

Markdown is read by markdown-it-py with HTML off; what comes out passes nh3's allow-list, so that a
mistake in the one is caught by the other. The result is stored with the post: after a change here,
``manage.py render_posts`` renders all posts again.
"""

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_LENGTH = 20_000
"""Characters in a post. Rendering stays linear well beyond it; a longer text belongs in a file."""

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong", "ul",
}  # fmt: skip
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}

# Pictures are left out on purpose: one from elsewhere would tell that place who reads the post.
# So are references: they repeat one long address at every word, and 20 kB became 16 MB.
_markdown = MarkdownIt(
    "commonmark", {"html": False, "breaks": True, "linkify": False, "maxNesting": 20}
).disable(["image", "reference"])


def _demote_headings(tokens: list[Token]) -> None:
    """The page has its own h1 and h2: a post starts at h3."""
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)


def render(text: str) -> str:
    """The HTML of a text in markdown; never anything that runs, loads or restyles."""
    tokens = _markdown.parse(text)
    _demote_headings(tokens)
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow noopener",
    )


def quote(text: str) -> str:
    """A text as a quotation in markdown."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())

"""What is typed never becomes anything that runs, loads or restyles, and never takes long."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.board import markup

BARE = {"blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "p", "pre", "strong", "ul"}
ALLOWED = {"a": {"href", "rel"}, "ol": {"start"}} | {tag: set() for tag in BARE}


class _Strict(HTMLParser):
    """Collects everything that is not on the list."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ALLOWED.get(tag, set()):
                self.wrong.append(f"{tag} {name}")
            address = "".join((value or "").split()).lower()
            schemes = ("http://", "https://", "mailto:", "tel:")
            if name == "href" and ":" in address.split("/")[0] and not address.startswith(schemes):
                self.wrong.append(f"{name}={value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append("declaration")


def not_allowed(html: str) -> list[str]:
    parser = _Strict()
    parser.feed(html)
    parser.close()
    return parser.wrong


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    "[x](//evil.example)",
    "<javascript:alert(1)>",
    "![x](https://evil.example/pixel.png)",
    '![x](x "onerror=alert(1)")',
    '[x](https://a.example "onmouseover=alert(1)")',
    '[x](https://a.example"onmouseover="alert(1))',
    "<a href=https://a.example onclick=alert(1)>x</a>",
    "<style>body{display:none}</style>",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><input></form>",
    "<!-- --><b>x</b>",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "`<script>`",
    "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\n```',
    "> <script>\n> alert(1)\n> </script>",
    "a\n: <script>alert(1)</script>",
    "[x]: javascript:alert(1)\n\n[x]",
    '<https://a.example/"onmouseover=alert(1)>',
    "<code md5-abc onload=alert(1)>",
    "<p<script>alert(1)</script>>",
    "<<script>script>alert(1)<</script>/script>",
    "\u0000<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_nothing_active(text: str) -> None:
    assert not_allowed(markup.render(text)) == []


# Pieces that mean something to markdown, to HTML or to both, put together at random.
PIECES = st.sampled_from(
    [
        *"<>[]()!`*_~#&;:/\\\"'=-+|{}\n\t ",
        "<script>",
        "</script>",
        "<img src=x onerror=",
        "javascript:",
        "data:text/html,",
        "alert(1)",
        "](",
        "```",
        "&#x6a;",
        "<a href=",
        "onload=",
        "> ",
        "x",
        "\u2028",
        "\ufeff",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_combination_gives_anything_active(text: str) -> None:
    assert not_allowed(markup.render(text)) == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_gives_anything_active(text: str) -> None:
    assert not_allowed(markup.render(text)) == []


@pytest.mark.parametrize(
    "unit", [">", "`", "[", "![", "*a ", "_", "<", "- ", "(", "[](", "&", "#", "|", "``a", "1. "]
)
def test_the_longest_post_takes_no_longer_than_its_length(unit: str) -> None:
    text = (unit * markup.MAX_LENGTH)[: markup.MAX_LENGTH]
    began = time.process_time()
    markup.render(text)
    assert time.process_time() - began < 1.5


def test_what_people_use_works() -> None:
    html = markup.render(
        "# Kop\n\nEen **vet** en *schuin* woord.\nRegel twee\n\n- een\n- twee\n\n> woord"
    )
    assert html == (
        "<h3>Kop</h3>\n<p>Een <strong>vet</strong> en <em>schuin</em> woord.<br>\nRegel twee</p>\n"
        "<ul>\n<li>een</li>\n<li>twee</li>\n</ul>\n<blockquote>\n<p>woord</p>\n</blockquote>\n"
    )


def test_links_lead_away_without_credit_or_opener() -> None:
    html = markup.render("[kaart](https://kaart.example/pad)")
    assert html == '<p><a href="https://kaart.example/pad" rel="nofollow noopener">kaart</a></p>\n'


def test_pictures_from_elsewhere_are_not_loaded() -> None:
    assert "<img" not in markup.render("![kat](https://evil.example/kat.png)")


def test_quote_marks_every_line() -> None:
    assert markup.quote("een\n\ntwee") == "> een\n>\n> twee"

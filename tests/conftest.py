"""What all tests share: where the reference documents are, which tests may run here, which sockets they may open."""

from __future__ import annotations

import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from vanban.readers.scan import missing

ROOT: Final = Path(__file__).resolve().parent.parent
REFERENCE: Final = Path(os.environ.get("LOTRINH_REFERENCE_DIR") or ROOT.parent / "shared").resolve()
LOOPBACK: Final = ["127.0.0.1", "::1", "localhost"]

if find_spec("pytest_django"):
    # The platform's tests keep nothing: each process has a data folder of its own, in the profile without https.
    os.environ["DJANGO_SETTINGS_MODULE"] = "lotrinh.settings"
    os.environ["LOTRINH_PROFILE"] = "demo"
    os.environ["LOTRINH_DATA_DIR"] = tempfile.mkdtemp(prefix="lotrinh-test-")
    # pytest-django looks for settings before it reads this file: it finds them made.
    import django

    django.setup()

# A shared machine is slow at times: a test fails for what it finds, not for how long that took.
settings.register_profile("lotrinh", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("lotrinh")


def pytest_report_header() -> str:
    """Says where the reference documents are taken from."""
    return f"reference documents: {'found' if REFERENCE.is_dir() else 'ABSENT, their tests are skipped'}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what this machine cannot run, and gives loopback to the tests that ask for it."""
    no_office = pytest.mark.skip(reason="LibreOffice is absent: install libreoffice-writer-nogui")
    packages = missing()
    no_tesseract = pytest.mark.skip(reason=f"scans cannot be recognised: install {' '.join(packages)}")
    no_reference = pytest.mark.skip(reason="the reference documents are absent: set LOTRINH_REFERENCE_DIR")
    for item in items:
        if item.get_closest_marker("libreoffice") and shutil.which("soffice") is None:
            item.add_marker(no_office)
        if item.get_closest_marker("tesseract") and packages:
            item.add_marker(no_tesseract)
        if item.get_closest_marker("reference") and not REFERENCE.is_dir():
            item.add_marker(no_reference)
        if item.get_closest_marker("network"):
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples(root: Path) -> Path:
    """The plans that the project wrote itself."""
    return root / "samples"


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference documents; skips where there is none."""
    if not REFERENCE.is_dir():
        pytest.skip("the reference documents are absent: set LOTRINH_REFERENCE_DIR")
    return REFERENCE

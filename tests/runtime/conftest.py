"""A Spark session for the tests that need one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    """Spark on this machine, with the tests' own modules to be imported there; skipped where Spark or Java is not here."""
    pytest.importorskip("pyspark.sql", reason="Spark is not installed: pip install 'sayso[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which is not here")
    from sayso.runtime.spark import session

    with pytest.MonkeyPatch.context() as patch:
        paths = [str(TESTS.parent), str(TESTS / "support"), os.environ.get("PYTHONPATH", "")]
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        patch.delenv("PYSPARK_PYTHON", raising=False)
        patch.delenv("SPARK_LOCAL_HOSTNAME", raising=False)
        running = session("local[2]")
        running.sparkContext.setLogLevel("ERROR")
        running.conf.set("spark.sql.shuffle.partitions", "2")
        yield running
        running.stop()

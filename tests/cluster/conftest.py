"""A Spark on this machine, which ``scripts/install-java`` gives what it runs in."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Return a session on two cores; skip without Spark, or fail if it has to be."""
    if find_spec("pyspark") is None or shutil.which("java") is None:
        message = "no Spark, or no Java to run it in"
        if os.environ.get("JBPCORE_REQUIRE_CLUSTER"):
            pytest.fail(message)
        pytest.skip(message)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = import_module("pyspark.sql").SparkSession.builder
    for name, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.enabled": "false",
    }.items():
        builder = builder.config(name, value)
    session = builder.master("local[2]").appName("jbpcore").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()

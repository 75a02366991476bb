"""Folders of templates: which files they take, and what is told of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.templates.template_texts import HEAD

import jbpcore as jbp
from jbpcore.errors import TemplateNotFoundError


def test_a_folder_takes_files_called_after_their_templates(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(HEAD, "utf-8")
    (tmp_path / "t@3.toml").write_text(HEAD.replace("n = 1\nn", "n = 3\nn"), "utf-8")
    (tmp_path / "t@2.toml").write_text(HEAD, "utf-8")
    (tmp_path / "other.toml").write_text(HEAD, "utf-8")
    (tmp_path / "Some Plan.toml").write_text(HEAD, "utf-8")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "readme.md").write_text("no template", "utf-8")
    folder = jbp.TemplateFolder(tmp_path)
    assert [str(ref) for ref in folder.list_templates()] == ["t@1", "t@3"]
    assert folder.get("t").ref.version == 3
    found = {one.path.partition(":")[0] for one in folder.list_problems()}
    assert found == {"Some Plan.toml", "bytes.toml", "other.toml", "t@2.toml"}
    with pytest.raises(TemplateNotFoundError):
        folder.get("other")


def test_two_files_of_one_template_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "t.toml").write_text(HEAD, "utf-8")
    (tmp_path / "t@1.toml").write_text(HEAD, "utf-8")
    folder = jbp.TemplateFolder(tmp_path)
    assert [str(ref) for ref in folder.list_templates()] == ["t@1"]
    assert [one.row for one in folder.list_problems()] == [3]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    folder = jbp.TemplateFolder(tmp_path / "nowhere")
    assert folder.list_templates() == ()
    assert [one.code for one in folder.list_problems()] == ["jbp.template.file"]

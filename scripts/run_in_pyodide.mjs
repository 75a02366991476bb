// Run pytest inside Pyodide: the library's wheel and what it depends on, and no more.
// node scripts/run_in_pyodide.mjs FOLDER REPORT PYTEST-ARGUMENTS...
// FOLDER is what scripts/install-pyodide filled, with the wheels in FOLDER/wheels.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, report, ...wanted] = process.argv.slice(2);
const home = resolve(folder, "node_modules/pyodide");
const { loadPyodide } = await import(pathToFileURL(join(home, "pyodide.mjs")).href);
const pyodide = await loadPyodide({ indexURL: home });

const site = pyodide.runPython("import site; site.getsitepackages()[0]");
const wheels = resolve(folder, "wheels");
for (const name of readdirSync(wheels).filter((name) => name.endsWith(".whl"))) {
  pyodide.unpackArchive(new Uint8Array(readFileSync(join(wheels, name))), "wheel", { extractDir: site });
}
// All at once: asking the disk for file after file through the emulation takes long.
const repository = execFileSync(
  "tar", ["--create", "--file=-", "--exclude=__pycache__", "pyproject.toml", "conftest.py", "docs/notebooks", "tests"],
  { maxBuffer: 2 ** 28 },
);
pyodide.FS.mkdir("/repository");
pyodide.unpackArchive(new Uint8Array(repository), "tar", { extractDir: "/repository" });

pyodide.globals.set("arguments", ["--junitxml=/report.xml", ...wanted]);
const outcome = pyodide.runPython(`
import os, sys
os.chdir("/repository")
sys.dont_write_bytecode = True
import pytest
int(pytest.main(["-p", "no:cacheprovider", "-q", *arguments]))
`);
mkdirSync("reports", { recursive: true });
writeFileSync(`reports/${report}.xml`, pyodide.FS.readFile("/report.xml"));
process.exit(outcome);

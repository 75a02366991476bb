// Run tests inside Pyodide: of the library its wheel and what it depends on, no more.
// node scripts/run_in_pyodide.mjs FOLDER REPORT [PYTEST-ARGUMENTS...]
// FOLDER is what scripts/install-pyodide filled, with the wheels in FOLDER/wheels; the
// report is reports/REPORT.xml. Without arguments for pytest, what stands below is run.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// The notebooks, and what the platform could change: exact numbers, floating point and
// its logarithms, days and zones, languages, the text of a plan, and the card. Left out
// are tests of what a browser has not (files that last, processes, threads, databases) and
// those that take packages which exist for other machines only, as jsonschema.
const units = [
  "assess_goal", "codec_json", "currency", "curve", "daterange", "decimals",
  "fiscal_labels", "fiscal_months", "fiscal_weeks", "goal_shapes", "golden_pacing", "ids",
  "local_time", "money", "phasing_profile", "plan_card", "projection",
  "projection_back_test", "projection_spread", "quantity", "ratio", "recurrence",
  "s_curve", "seasonal_phasing", "short_amounts", "stub_periods", "text", "words",
];
const everything = ["docs/notebooks", ...units.map((name) => `tests/unit/test_${name}.py`)];
// Of these files, what needs a thread or a process, of which there is but one.
const alone = [
  "test_codec_json.py::test_hostile_text_takes_no_longer_than_its_length",
  "test_codec_json.py::test_recursion_has_no_part_in_it",
  "test_ids.py::test_ids_of_many_threads_are_unique_and_ordered_in_each",
  "test_ids.py::test_a_forked_process_makes_other_ids_even_while_its_parent_is_making_one",
  "test_words.py::test_threads_share_them",
];

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

pyodide.globals.set("arguments", [
  "--junitxml=/report.xml",
  ...alone.map((name) => `--deselect=tests/unit/${name}`),
  ...(wanted.length ? wanted : everything),
]);
const outcome = pyodide.runPython(`
import os, sys
os.chdir("/repository")
os.environ["HYPOTHESIS_PROFILE"] = "quick"
sys.dont_write_bytecode = True
import pytest
int(pytest.main(["-p", "no:cacheprovider", "-q", *arguments]))
`);
mkdirSync("reports", { recursive: true });
writeFileSync(`reports/${report}.xml`, pyodide.FS.readFile("/report.xml"));
process.exit(outcome);

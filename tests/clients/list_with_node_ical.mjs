// Lists every occurrence in calendar files with node-ical.
// node list_with_node_ical.mjs FIRST LAST FILE... ; modules are found by NODE_CLIENTS.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.env.NODE_CLIENTS + "/");
const ical = require("node-ical");
const [first, last, ...paths] = process.argv.slice(2);
const from = new Date(`${first}T00:00:00Z`);
const to = new Date(`${last}T23:59:59Z`);

const two = (number) => String(number).padStart(2, "0");
// It puts the midnight of an all-day event into the zone of this process.
const day = (date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const instant = (date) => new Date(date).toISOString().slice(0, 16) + "Z";

const answer = paths.map((path) => {
  const parts = Object.values(ical.sync.parseICS(readFileSync(path, "utf8")));
  const events = parts
    .filter((part) => part.type === "VEVENT")
    .flatMap((event) =>
      ical.expandRecurringEvent(event, { from, to }).map((one) => ({
        uid: event.uid,
        start: one.isFullDay ? day(one.start) : instant(one.start),
        end: one.isFullDay ? day(one.end) : instant(one.end),
        summary: one.summary,
      })),
    );
  const todos = parts
    .filter((part) => part.type === "VTODO")
    .map((todo) => ({ uid: todo.uid, due: day(todo.due), summary: todo.summary }));
  return { events, todos };
});
process.stdout.write(JSON.stringify(answer));

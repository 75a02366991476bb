// Lists every occurrence in calendar files with ical.js, Thunderbird's engine.
// node list_with_icaljs.mjs FIRST LAST FILE... ; the modules are found by NODE_CLIENTS.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.env.NODE_CLIENTS + "/");
const found = require("ical.js");
const ICAL = found.default ?? found;
const [first, last, ...paths] = process.argv.slice(2);
const MOST = 2000;

const day = (time) => time.toString().slice(0, 10);
const instant = (time) =>
  new Date(time.toUnixTime() * 1000).toISOString().slice(0, 16) + "Z";
const told = (time) => (time.isDate ? day(time) : instant(time));

function occurrence(uid, start, end, item) {
  return { uid, start: told(start), end: told(end), summary: item.summary };
}

function listed(component) {
  for (const zone of component.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const events = component
    .getAllSubcomponents("vevent")
    .map((part) => new ICAL.Event(part));
  const masters = events.filter((event) => !event.isRecurrenceException());
  const moved = events.filter((event) => event.isRecurrenceException());
  const out = [];
  for (const master of masters) {
    for (const other of moved) {
      if (other.uid === master.uid) master.relateException(other);
    }
    if (!master.isRecurring()) {
      out.push(occurrence(master.uid, master.startDate, master.endDate, master));
      continue;
    }
    const steps = master.iterator();
    for (let count = 0; count < MOST; count += 1) {
      const next = steps.next();
      if (!next) break;
      const at = master.getOccurrenceDetails(next);
      out.push(occurrence(master.uid, at.startDate, at.endDate, at.item));
    }
  }
  return out.filter((one) => one.start >= first && one.start.slice(0, 10) <= last);
}

function read(path) {
  ICAL.TimezoneService.reset();
  return new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
}

const answer = paths.map((path) => {
  const calendar = read(path);
  const todos = calendar.getAllSubcomponents("vtodo").map((todo) => ({
    uid: todo.getFirstPropertyValue("uid"),
    due: day(todo.getFirstPropertyValue("due")),
    summary: todo.getFirstPropertyValue("summary"),
  }));
  return { events: listed(calendar), todos };
});
process.stdout.write(JSON.stringify(answer));

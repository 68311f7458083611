// What waits on this tablet as a file that the laptop reads (/outbox): the way out when it cannot be sent.

import { all } from "./store.js";

// Writes every record into one file and returns the ids of those that are in it.
export async function writeFile() {
  const records = await all("records"), exported_at = new Date().toISOString();
  const file = new Blob([JSON.stringify({ caravan_recovery: 1, exported_at, ops: records }, null, 1)], { type: "application/json" });
  const name = `caravan-${exported_at.slice(0, 16).replaceAll(":", "-")}.json`;
  Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name }).click();
  return records.map(({ id }) => id);
}

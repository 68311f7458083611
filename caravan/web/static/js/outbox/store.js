// What the tablet keeps beyond the tab: records on their way to the laptop, drafts, and the people of the day. IndexedDB, also over plain http.

const NAME = "caravan", VERSION = 1, STORES = { records: "id", drafts: "key", people: "id" };
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const wish = indexedDB.open(NAME, VERSION);
    wish.onupgradeneeded = () => {
      for (const [store, keyPath] of Object.entries(STORES)) {
        if (!wish.result.objectStoreNames.contains(store)) wish.result.createObjectStore(store, { keyPath });
      }
    };
    wish.onsuccess = () => {
      wish.result.onversionchange = () => wish.result.close(); // a newer page may open it
      resolve(wish.result);
    };
    wish.onerror = () => reject(wish.error);
  });
  opened.catch(() => { opened = undefined; });
  return opened;
}

// Resolves once the disk has it: what is said to be kept is kept, also when the battery dies in the next instant.
async function act(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const change = database.transaction(store, mode, { durability: "strict" });
    const answer = work(change.objectStore(store));
    change.oncomplete = () => resolve(answer.result);
    change.onabort = change.onerror = () => reject(change.error ?? answer.error);
  });
}

export const put = (store, value) => act(store, "readwrite", (records) => records.put(value));
export const remove = (store, key) => act(store, "readwrite", (records) => records.delete(key));
export const all = (store) => act(store, "readonly", (records) => records.getAll());
export const get = (store, key) => act(store, "readonly", (records) => records.get(key));
export const clear = (store) => act(store, "readwrite", (records) => records.clear());
export const putAll = (store, values) =>
  act(store, "readwrite", (records) => {
    for (const value of values) records.put(value);
    return records.count();
  });

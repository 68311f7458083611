// The worker between the pages and the laptop, over https: what the laptop answers is always preferred; when it does not,
// the shell, the forms and the pages without a person that were kept stand in. VERSION, SHELL and DECODER stand above.

const SHELL_CACHE = `shell-${VERSION}`, PAGES = "pages", RULES = "rules";
const PATIENCE = 3_000, AWAY_FOR = 4_000; // ms for an answer; ms in which the laptop is not asked again
let awayUntil = 0;

addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL_CACHE).then((cache) => cache.addAll(SHELL)));
});

addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("shell-") && name !== SHELL_CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))).then(() => clients.claim()));
});

async function ask(request) {
  if (Date.now() < awayUntil) throw new Error("away");
  const patience = new AbortController(), bell = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: patience.signal });
    awayUntil = 0;
    return answer;
  } catch (error) {
    awayUntil = Date.now() + AWAY_FOR;
    throw error;
  } finally {
    clearTimeout(bell);
  }
}

const kept = async (name, request, how) => (await caches.open(name)).match(request, how);

async function ofShell(request) {
  try {
    return await ask(request);
  } catch (error) {
    const plain = request.url.replace(/\/static\/[0-9a-f]{10}\//, "/static/"); // the shell is of one version
    const found = await kept(SHELL_CACHE, plain, { ignoreSearch: true });
    if (found) return new Response(found.body, found); // at the address asked for: a module at two addresses would be two
    throw error;
  }
}

// The rules of a form stand at an address that never means two things.
async function ofRules(request) {
  const cache = await caches.open(RULES), known = await cache.match(request);
  if (known) return known;
  const answer = await ask(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

// Which kept page stands in for an address.
function standIn({ pathname, searchParams }) {
  const scan = pathname.match(/^\/q\/[^/]+\/([a-z0-9_]+)$/) ?? pathname.match(/^\/(?:station|offline)\/([a-z0-9_]+)$/);
  if (scan) return `/offline/${scan[1]}`;
  if (pathname === "/q") return `/offline/${searchParams.get("form")}`;
  if (pathname.startsWith("/reception")) return "/offline/reception";
  return pathname === "/outbox" ? pathname : "/offline/away";
}

async function ofPage(request) {
  try {
    return await ask(request);
  } catch {
    const address = new URL(request.url);
    return (await kept(PAGES, standIn(address))) ?? (await kept(PAGES, "/offline/away")) ?? Response.error();
  }
}

addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(ofPage(request));
  else if (pathname.startsWith("/static/")) event.respondWith(ofShell(request));
  else if (/^\/forms\/.*\.json$/.test(pathname)) event.respondWith(ofRules(request));
});

// What pages ask for: keep these pages of whoever is signed in, forget them all, let the new version take over.
async function keepPages(addresses) {
  const cache = await caches.open(PAGES);
  for (const address of addresses) {
    const answer = await fetch(address, { redirect: "error" }).catch(() => null);
    if (!answer?.ok) continue;
    const [, rules] = (await answer.clone().text()).match(/data-form-document="([^"]+)"/) ?? [];
    if (rules) await ofRules(new Request(rules.replaceAll("&amp;", "&"))).catch(() => undefined);
    await cache.put(address, answer);
  }
  await keepDecoder();
}

// The decoder of the scanner is a megabyte: it comes last.
async function keepDecoder() {
  const cache = await caches.open(SHELL_CACHE);
  for (const address of DECODER) if (!(await cache.match(address))) await cache.add(address).catch(() => undefined);
}

addEventListener("message", (event) => {
  const { keep, forget, takeOver } = event.data ?? {};
  if (keep) event.waitUntil(keepPages(keep));
  if (forget) event.waitUntil(caches.delete(PAGES));
  if (takeOver) skipWaiting();
});

// The kill switch. Takes the place of an installed worker, clears what it stored, and goes.
// What a person keeps is not touched: it lives in IndexedDB, with a copy in a cache of another name.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("fascia-")) await caches.delete(name);
    }
    await self.registration.unregister();
    const pages = await self.clients.matchAll({ type: "window" });
    await Promise.all(pages.map((page) => page.navigate(page.url).catch(() => {})));
  })());
});

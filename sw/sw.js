// The service worker: the app's own files, all of them or none, so that it opens without a network. It answers for the
// app's page and for those files; the feed, the desk and whatever else stands below this folder pass by untouched.
// self.__WB_MANIFEST is the list of files, set by tools/site/worker.mjs.
import { setCacheNameDetails } from "workbox-core";
import { createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";

// One cache, "pledgebook-precache-v2-<scope>", for all versions: what the new list does not name is dropped from it when
// the new version takes over. (workbox's cleanupOutdatedCaches would at a domain's root also drop the caches of
// whatever stands in its sub-folders.)
setCacheNameDetails({ prefix: "pledgebook" });

// Exactly the listed addresses: no guessing of index pages or endings, no query strings left out.
precacheAndRoute(self.__WB_MANIFEST, { directoryIndex: null, cleanURLs: false, ignoreURLParametersMatching: [] });

const home = new URL(self.registration.scope).pathname;
const isOwnPage = ({ request, url, sameOrigin }) =>
  sameOrigin && request.mode === "navigate" && (url.pathname === home || url.pathname === `${home}index.html`);

// All addresses of the app are one page with a query, so a return visit on a deep link never waits for the network.
registerRoute(isOwnPage, createHandlerBoundToURL("index.html"));

// A new version waits until the reader agrees: see boot/worker.js.
self.addEventListener("message", (event) => {
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
});

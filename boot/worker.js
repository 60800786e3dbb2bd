// The page's side of the service worker. It never takes a page away from its reader:
//   a new version is installed and waits  ->  <html data-update="waiting"> and the event "pledgebook:update"
//   the reader says yes                   ->  the app dispatches "pledgebook:update-accept"; the page reloads, new
const HOUR_MS = 3_600_000;

const inform = (error) => console.info("Pledgebook will not open without a network here:", String(error));

// A tab that leaves no traces has none: src/browser/traces.rs.
function isTraceless() {
  try {
    return sessionStorage.getItem("pledgebook/traceless") !== null;
  } catch {
    return false;
  }
}

export function keepWorker() {
  if (isTraceless() || !isSecureContext || !("serviceWorker" in navigator)) return;
  // The copy of the feed comes first; the worker's own downloads wait until the page has little to do.
  const whenIdle = window.requestIdleCallback ?? ((act) => setTimeout(act, 2000));
  whenIdle(() => register().catch(inform), { timeout: 5000 });
}

async function register() {
  const registration = await navigator.serviceWorker.register("sw.js", { scope: "./", updateViaCache: "none" });
  let accepted = false;

  if (registration.waiting && registration.active) announce();
  const follow = () => followInstalling(registration);
  follow(); // the browser may have found a new version before we came to listen
  registration.addEventListener("updatefound", follow);
  addEventListener("pledgebook:update-accept", () => {
    accepted = true;
    activate(registration.waiting);
  });
  // Another tab said yes: this one goes on with what it has until its reader says so too.
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (!accepted) announce();
  });
  lookNowAndThen(registration);
}

function followInstalling(registration) {
  const worker = registration.installing;
  worker?.addEventListener("statechange", () => {
    if (worker.state === "installed" && registration.active) announce();
    if (worker.state === "redundant" && !registration.active) inform("a file of the app did not come");
  });
}

function announce() {
  document.documentElement.dataset.update = "waiting";
  dispatchEvent(new CustomEvent("pledgebook:update"));
}

function activate(waiting) {
  if (!waiting) return location.reload();
  waiting.addEventListener("statechange", () => {
    if (waiting.state === "activated") location.reload();
  });
  waiting.postMessage({ type: "SKIP_WAITING" });
}

// Browsers look for a new version when a page is opened; this page may stay open for days.
function lookNowAndThen(registration) {
  let looked = performance.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || performance.now() - looked < HOUR_MS) return;
    looked = performance.now();
    registration.update().catch(() => {}); // no network, no news
  });
}

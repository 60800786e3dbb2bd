// "Reset the app, keep my flags": takes away what can be fetched again (the service worker, its files, the copy of the
// feed) and never what a reader wrote, which stands in a database of its own. Old-browser JavaScript. The single file has
// no worker and no caches, and a browser may refuse to be asked for them there.

/* global SINGLE */

var STORE_LIMIT_MS = 3000;
var LINE_LIMIT_MS = 20000;
var PENDING = "pledgebook/reset";

function scope() {
  return location.href.replace(/[?#].*$/, "").replace(/[^/]*$/, "");
}

// Whatever a broken store or line does, waiting for it ends.
function within(limit, promise, otherwise) {
  return new Promise(function (resolve) {
    setTimeout(function () {
      resolve(otherwise);
    }, limit);
    promise.then(resolve, function () {
      resolve(otherwise);
    });
  });
}

// Without a server there would be nothing to start from after a reset. The service worker leaves this request alone.
export function serverAnswers() {
  var asked = fetch(scope(), { method: "HEAD", cache: "no-store" }).then(function (answer) {
    return answer.ok;
  });
  return within(LINE_LIMIT_MS, asked, false);
}

// A file that came damaged once would come so again: its name promises that it never changes, so the browser kept it.
export function fetchAgain(files) {
  var fetched = files.map(function (file) {
    return fetch(file, { cache: "reload" }).then(function (answer) {
      return answer.arrayBuffer();
    });
  });
  return within(LINE_LIMIT_MS, Promise.all(fetched), false);
}

// A worker that is being installed goes on storing until it is told to end.
function untilGone(worker) {
  return new Promise(function (resolve) {
    worker.onstatechange = function () {
      if (worker.state === "redundant") resolve(true);
    };
    if (worker.state === "redundant") resolve(true);
  });
}

function dropWorker() {
  if (SINGLE || !navigator.serviceWorker) return Promise.resolve();
  return navigator.serviceWorker.getRegistrations().then(function (registrations) {
    var ours = registrations.filter(function (registration) {
      return registration.scope === scope();
    });
    return Promise.all(
      ours.map(function (registration) {
        var installing = registration.installing;
        return registration.unregister().then(function () {
          return installing ? untilGone(installing) : true;
        });
      }),
    );
  });
}

function isOurCache(name) {
  return name.indexOf("pledgebook-") === 0 && name.slice(-scope().length) === scope();
}

function dropCaches() {
  if (SINGLE || !window.caches) return Promise.resolve();
  return caches.keys().then(function (names) {
    return Promise.all(
      names.filter(isOurCache).map(function (name) {
        return caches.delete(name);
      }),
    );
  });
}

// A database of this folder's app: "copy" as src/state/copy.rs names it, "mine" as src/state/mine/mod.rs. Another folder's stay.
function dropDatabase(name) {
  return new Promise(function (resolve, reject) {
    var request = indexedDB.deleteDatabase("pledgebook" + location.pathname.replace(/[^/]*$/, "") + name);
    request.onsuccess = function () {
      resolve(true);
    };
    request.onerror = request.onblocked = function () {
      reject(new Error("the database is held open"));
    };
  });
}

function dropCopy() {
  return dropDatabase("copy");
}

function dropMine() {
  return dropDatabase("mine");
}

// Settings of ours only: another app of this origin keeps its own.
function dropSettings() {
  [localStorage, sessionStorage].forEach(function (storage) {
    Object.keys(storage).forEach(function (key) {
      if (key.indexOf("pledgebook") === 0) storage.removeItem(key);
    });
  });
  return Promise.resolve(true);
}

function remember(todo) {
  try {
    if (todo) sessionStorage.setItem(PENDING, todo);
    else sessionStorage.removeItem(PENDING);
  } catch (noStorage) {
    // Then a blocked database stays; a reload still gets a fresh app.
  }
}

function pending() {
  try {
    return sessionStorage.getItem(PENDING);
  } catch (noStorage) {
    return null;
  }
}

function orFalse(act) {
  try {
    return within(STORE_LIMIT_MS, act(), false);
  } catch (missing) {
    return Promise.resolve(false);
  }
}

// A page that hangs with its database open blocks the deletion: then the next page does it before it starts the app.
export function reset(files) {
  return Promise.all([orFalse(dropWorker), orFalse(dropCaches), orFalse(dropCopy)])
    .then(function (done) {
      remember(done[2] === false && "copy");
      return fetchAgain(files);
    })
    .then(function () {
      location.reload();
    });
}

// `todo` is "all", or "traceless" for a tab that goes on and leaves nothing.
export function removeOnReload(todo) {
  remember(todo);
  location.reload();
}

// The reader wants everything gone: nothing has been opened yet, so nothing holds it. `ended` is told whether all went;
// a tab that only leaves no traces from now on goes on.
function removeAll(goesOn, next, ended) {
  // A service worker that serves this page would store again what it fetches: the page comes once more, without it.
  if (!SINGLE && navigator.serviceWorker && navigator.serviceWorker.controller) {
    remember(goesOn ? "traceless" : "all");
    return orFalse(dropWorker).then(function (done) {
      if (done === false) return ended(false);
      location.reload();
    });
  }
  // The worker first, as it stores.
  orFalse(dropWorker)
    .then(function (worker) {
      return Promise.all([dropCaches, dropCopy, dropMine, dropSettings].map(orFalse)).then(function (done) {
        return worker !== false && done.indexOf(false) < 0;
      });
    })
    .then(function (all) {
      if (!goesOn) return ended(all);
      sessionStorage.setItem("pledgebook/traceless", "1");
      next();
    });
}

export function finishReset(next, ended) {
  var todo = pending();
  if (!todo) return next();
  remember(false);
  if (todo === "copy") orFalse(dropCopy).then(next);
  else removeAll(todo === "traceless", next, ended);
}

// "Reset the app, keep my flags": takes away what can be fetched again (the service worker, its files, the copy of the
// feed) and never what a reader wrote, which stands in a database of its own. Old-browser JavaScript.

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

function dropWorker() {
  if (!navigator.serviceWorker) return Promise.resolve();
  return navigator.serviceWorker.getRegistrations().then(function (registrations) {
    var ours = registrations.filter(function (registration) {
      return registration.scope === scope();
    });
    return Promise.all(
      ours.map(function (registration) {
        return registration.unregister();
      }),
    );
  });
}

function isOurCache(name) {
  return name.indexOf("pledgebook-") === 0 && name.slice(-scope().length) === scope();
}

function dropCaches() {
  if (!window.caches) return Promise.resolve();
  return caches.keys().then(function (names) {
    return Promise.all(
      names.filter(isOurCache).map(function (name) {
        return caches.delete(name);
      }),
    );
  });
}

// The copy of this folder's app, as src/state/copy.rs names it. Another folder's stays, and so does .../mine.
function copyName() {
  return "pledgebook" + location.pathname.replace(/[^/]*$/, "") + "copy";
}

function dropCopy() {
  return new Promise(function (resolve, reject) {
    var request = indexedDB.deleteDatabase(copyName());
    request.onsuccess = function () {
      resolve(true);
    };
    request.onerror = request.onblocked = function () {
      reject(new Error("the copy is held open"));
    };
  });
}

function remember(on) {
  try {
    if (on) sessionStorage.setItem(PENDING, "copy");
    else sessionStorage.removeItem(PENDING);
  } catch (noStorage) {
    // Then a blocked database stays; a reload still gets a fresh app.
  }
}

function isPending() {
  try {
    return sessionStorage.getItem(PENDING) !== null;
  } catch (noStorage) {
    return false;
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
      remember(done[2] === false);
      return fetchAgain(files);
    })
    .then(function () {
      location.reload();
    });
}

export function finishReset(next) {
  if (!isPending()) return next();
  remember(false);
  orFalse(dropCopy).then(next);
}

// index.html as the reader gets it: hashed names with their integrity, a content security policy, no inline script.

export const NOTE = /<script type="application\/json" id="from-trunk">(.*?)<\/script>/s;

// Other origins that the app may speak to (a desk that takes flags elsewhere), separated by blanks.
const elsewhere = (process.env.PLEDGEBOOK_CONNECT ?? "").split(/\s+/).filter(Boolean);

export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  ["connect-src 'self'", ...elsewhere].join(" "),
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

// Where in index.html something is put.
export const MARKS = {
  policy: "<!-- tools/finish.mjs puts the content security policy here -->",
  style: '<link rel="stylesheet" href="style/index.css">',
  boot: "<!-- tools/finish.mjs puts boot-….js here -->",
};

export function readTrunkNote(page) {
  const note = page.match(NOTE);
  if (!note) throw new Error("Trunk left no note in index.html: see pattern_script in Trunk.toml");
  return JSON.parse(note[1]);
}

export const escape = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

// Each mark must stand there exactly once, so that an edit of index.html cannot silently lose what belongs there.
export function replaceOnce(page, mark, by) {
  const parts = page.split(mark);
  if (parts.length !== 2) throw new Error(`index.html: expected once, found ${parts.length - 1} times: ${mark}`);
  return parts.join(by);
}

export const withoutComments = (html) => html.replace(/^\s*<!--.*?-->\n/gms, "").replace(/^\s+\n/gm, "");

export function finishPage(page, { boot, start, style, wasm, languages }) {
  const head = [
    `<meta http-equiv="Content-Security-Policy" content="${escape(POLICY)}">`,
    `<meta name="pledgebook-i18n" content="${escape(JSON.stringify(languages))}">`,
  ];
  const early = [
    `<link rel="stylesheet" href="${style.name}" integrity="${style.integrity}">`,
    `<link rel="modulepreload" href="${start.name}" integrity="${start.integrity}">`,
    `<link rel="preload" as="fetch" type="application/wasm" crossorigin href="${wasm.name}">`,
  ];
  const marks = [
    [page.match(NOTE)[0], ""],
    [MARKS.policy, head.join("\n    ")],
    [MARKS.style, early.join("\n    ")],
    [MARKS.boot, `<script src="${boot.name}" integrity="${boot.integrity}"></script>`],
  ];
  const html = marks.reduce((text, [mark, by]) => replaceOnce(text, mark, by), page);
  return withoutComments(html);
}

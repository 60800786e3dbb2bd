// Records that mean harm, or are merely odd: the rows of "Bad content" that a publisher could be handed. Each pledge is one
// row; what the page must show of it stands in hostile.spec.mjs.
const MARKUP = `<script>window.harmed = 1</script><img src=x onerror="window.harmed = 2"><b onclick="harmed=3">bold</b> &lt; &amp;amp; ]]> <!-- --> {{7*7}} \${1}`;
const LONG_WORD = "Donaudampfschifffahrt".repeat(239).slice(0, 5_000);
const PILED = `Zalgo${"\u0301\u0316\u0489".repeat(100)}end`;
const SENTENCE = "The parties undertake to do what they have undertaken to do, and to say so. ";

const paragraphs = (bytes) => {
  let text = "";
  for (let n = 1; text.length < bytes; n++)
    text += n % 3 === 0 ? `- ${SENTENCE}\n  - ${SENTENCE}\n\n` : `${SENTENCE.repeat(4)}\n\n`;
  return text.slice(0, bytes);
};
const nested = Array.from({ length: 60 }, (_, n) => `${"  ".repeat(n)}- level ${n}`).join("\n");
const section = (text, more = {}) => ({ part: "objectives", text, ...more });

export const TEXTS = { MARKUP, LONG_WORD, PILED };

export const PARTIES = [
  {
    id: "group-self",
    kind: "group",
    names: { en: "A group of itself" },
    members: [{ id: "group-self" }, { id: "group-other" }],
  },
  {
    id: "group-other",
    kind: "group",
    names: { en: "Another group" },
    members: [{ id: "group-self" }, { id: "nobody" }],
  },
  { id: "ns-xa", kind: "national-society", country: "FR", names: { en: "Red Cross of Xa" } },
  { id: "state-xa", kind: "state", country: "BE", names: { en: "Red Cross of X\u0430" } }, // a Cyrillic letter
  {
    id: "obs-markup",
    kind: "<b>odd</b>",
    names: { en: MARKUP, fr: `\u202e${MARKUP}`, tlh: "in a language that the app does not have" },
    also: [MARKUP],
  },
  { id: "obs-turned", kind: "observer", names: { en: "\u2067turned \u202earound" } },
  { id: "obs-long", names: { en: LONG_WORD } },
  { id: "obs-nameless", names: {} },
];

export const TERMS = [
  { list: "editions", id: "33IC", names: { en: "33rd International Conference" }, from: "2019-12-09", place: "Geneva" },
  { list: "editions", id: "odd-edition", names: { en: MARKUP }, from: "0000", place: MARKUP },
  { list: "themes", id: "markup", names: { en: MARKUP } },
  { list: "themes", id: "long", names: { en: LONG_WORD } },
  { list: "odd", id: "odd", names: { en: "of no list" } },
];

export const PLEDGES = [
  {
    id: "x-markup",
    number: MARKUP,
    title: MARKUP,
    titles: { ar: MARKUP },
    lang: "en",
    edition: "odd-edition",
    kind: MARKUP,
    parties: [{ id: "obs-markup", role: "pledging" }],
    themes: ["markup"],
    countries: [MARKUP],
    period: { said: MARKUP },
    sections: [section(MARKUP, { heading: MARKUP }), section(MARKUP, { part: MARKUP, heading: MARKUP })],
    reports: [
      {
        id: "x-markup-r1",
        title: MARKUP,
        parties: ["obs-markup"],
        actions_taken: MARKUP,
        attachments: [{ title: MARKUP, url: "https://good.example/f" }],
      },
    ],
    attachments: [{ title: MARKUP, url: "javascript:harmed=4", media_type: MARKUP }],
  },
  {
    id: "x-urls",
    title: "Addresses",
    url: "javascript:window.harmed=5",
    lang: "en",
    edition: "33IC",
    sections: [
      section(
        "javascript:window.harmed=6 data:text/html,<script>harmed=7</script> //evil.example https://user@evil.example/ ja\tvascript:x vbscript:x https://good.example/a_b?c=d#e and https://good.example/2.",
      ),
    ],
    reports: [{ id: "x-urls-r1", url: "data:text/html,x", actions_taken: "https://user:word@evil.example/" }],
    attachments: [
      "javascript:1",
      "data:x",
      "//evil.example",
      "https://a@b.example",
      "java\tscript:x",
      "ftp://x.example",
      "https://good.example/file.pdf",
    ].map((url) => ({ title: url, url })),
  },
  {
    id: "x-turned",
    title: "abc \u202egfed\u2067 zyx",
    lang: "en",
    edition: "33IC",
    parties: [{ id: "obs-turned" }],
    sections: [section("before \u202eturned\u2066 around\u{e0041}\u{e0042} after\n\n- \u202aitem")],
  },
  { id: "x-piled", title: PILED, lang: "en", edition: "33IC", sections: [section(PILED)] },
  {
    id: "x-word",
    title: LONG_WORD,
    number: LONG_WORD.slice(0, 500),
    lang: "en",
    edition: "33IC",
    parties: [{ id: "obs-long" }],
    themes: ["long", "x".repeat(90)],
    period: { said: LONG_WORD },
    sections: [section(LONG_WORD, { heading: LONG_WORD }), section("y".repeat(5_000), { part: "z".repeat(300) })],
    reports: [{ id: "x-word-r1", title: LONG_WORD, parties: ["obs-long"], actions_taken: `- ${LONG_WORD}` }],
  },
  {
    id: "x-title",
    title: SENTENCE.repeat(820).slice(0, 60_000),
    lang: "en",
    edition: "33IC",
    sections: [section("Its title has 60 kB.")],
  },
  { id: "x-text", title: "A text of 64 KiB", lang: "en", edition: "33IC", sections: [section(paragraphs(65_536))] },
  { id: "x-nested", title: "Levels", lang: "en", edition: "33IC", sections: [section(nested)] },
  {
    id: "x-unknown",
    title: "Unknown values",
    lang: "tlh",
    edition: "99IC",
    kind: "half-open",
    parties: [
      { id: "nobody-1", role: "wizard", basis: "rumour" },
      { id: "nobody-2", role: "pledging" },
      { id: "obs-nameless", role: "signatory" },
    ],
    themes: ["no-such-theme"],
    resolutions: ["no-such-resolution"],
    countries: ["ZZ", "nowhere"],
    language: "odd",
    colour: "green",
    sections: [section("Text of an unknown part.", { part: "dreams", words: "dreamt", lang: "tlh" })],
    reports: [
      { id: "x-unknown-r1", date: "2024-02-30", parties: ["nobody-3"], actions_taken: "Something.", completed: null },
    ],
  },
  {
    id: "x-dates",
    title: "Dates that are none",
    lang: "en",
    edition: "33IC",
    submitted: "28.07.2019",
    updated: "0000",
    period: { from: "2024-02-30", to: "" },
    reports: [{ id: "x-dates-r1", date: "2019-13", actions_taken: "Done." }],
  },
  {
    id: "x-groups",
    title: "Groups of themselves",
    lang: "en",
    edition: "33IC",
    parties: [
      { id: "group-self", role: "pledging" },
      { id: "group-other", role: "signatory" },
      { id: "ns-xa" },
      { id: "state-xa" },
    ],
  },
  {
    id: "x-many",
    title: "Three hundred parties",
    lang: "en",
    edition: "33IC",
    parties: Array.from({ length: 300 }, (_, n) => ({ id: `obs-p${n}`, role: n % 2 ? "signatory" : "pledging" })),
    reports: Array.from({ length: 60 }, (_, n) => ({
      id: `x-many-r${n}`,
      actions_taken: `Report ${n}`,
      completed: n % 2 === 0,
      parties: [`obs-p${n}`],
    })),
  },
  { id: "x-empty" },
  {
    id: "x-blank",
    title: "   ",
    sections: [section("  \n \t "), section("", { part: "text" })],
    reports: [{ id: "x-blank-r1", actions_taken: " " }],
  },
  {
    id: "x-controls",
    title: "NUL \u0000 C1 \u0085\u009b BOM \ufeff CRLF \r\n end",
    lang: "en",
    edition: "33IC",
    sections: [section("one\r\ntwo\rthree\u0000\u0007 \u200bfour\u00adfive\u200d")],
  },
];

// Lines that are no records: left out, and counted.
export const BROKEN_LINES = [
  "{not json",
  "[]",
  '"text"',
  "{}",
  '{"id":"../../etc/passwd","title":"x"}',
  '{"id":"x-empty","title":"the same id again"}',
  '{"id":"x-wrong","title":7}',
  '{"id":"x-lone","title":"\\ud800"}',
  '{"id":"x-wrong-list","sections":"none"}',
  `{"id":"x-too-long","title":"${"t".repeat(70_000)}"}`,
  `{"id":"x-deep","sections":${"[".repeat(1_000)}${"]".repeat(1_000)}}`,
];

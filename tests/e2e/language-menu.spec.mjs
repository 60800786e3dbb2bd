// Four languages: which one is taken, and how one is chosen.
import { expect, test } from "./support/test.mjs";
import { Cover } from "./pages/cover.mjs";
import { Frame } from "./pages/frame.mjs";
import { LANGUAGES, WORDS, names } from "./support/words.mjs";
import { NETWORK, Reader } from "./support/browser.mjs";
import { notFound } from "./support/faulty.mjs";
import { visitOnce } from "./support/visits.mjs";

const dir = (lang) => (lang === "ar" ? "rtl" : "ltr");

// The page is in a language: its words, what it says of itself, and what the menu shows.
async function speaks(page, lang, key = "cover.title") {
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toHaveText(WORDS[lang][key]);
  await expect(page.locator("html")).toHaveAttribute("lang", lang);
  await expect(page.locator("html")).toHaveAttribute("dir", dir(lang));
  await expect(new Frame(page, names(lang)).language).toHaveValue(lang);
}

test("the menu changes the language without a reload, and the choice outlives the browser", async ({ reader }) => {
  await new Cover(reader.page).open(reader);
  await speaks(reader.page, "en");
  await reader.page.evaluate(() => (window.stayed = true));
  let shown = "en";
  for (const lang of ["fr", "es", "ar", "en", "ar"]) {
    await new Frame(reader.page, names(shown)).chooseLanguage(lang);
    await speaks(reader.page, lang);
    shown = lang;
  }
  expect(await reader.page.evaluate(() => window.stayed)).toBe(true);
  await reader.reopen();
  await reader.visit();
  await speaks(reader.page, "ar");
});

test("the address's language wins over the chosen one, until another is chosen", async ({ reader }) => {
  await new Cover(reader.page).open(reader);
  await new Frame(reader.page).chooseLanguage("es");
  await speaks(reader.page, "es");
  await reader.visit("?about&lang=fr");
  await speaks(reader.page, "fr", "about.title");
  await new Frame(reader.page, names("fr")).chooseLanguage("en");
  await speaks(reader.page, "en", "about.title");
  await expect(reader.page).toHaveURL(/\?about$/);
  await reader.page.reload();
  await speaks(reader.page, "en", "about.title");
});

test("the chosen language does not change what is chosen of the list, nor where the reader is", async ({ reader }) => {
  await reader.visit("?theme=migration&q=protection");
  await new Frame(reader.page).isCopied();
  const before = parseInt(await reader.page.getByRole("main").getByRole("status").innerText());
  await new Frame(reader.page).chooseLanguage("fr");
  await expect(reader.page.getByRole("main").getByRole("status")).toContainText("« protection »");
  await expect(reader.page).toHaveURL(/\?q=protection&theme=migration$|\?theme=migration&q=protection$/);
  expect(parseInt(await reader.page.getByRole("main").getByRole("status").innerText())).toBe(before);
  await expect(reader.page.getByRole("searchbox")).toHaveValue("protection");
});

for (const [locale, lang] of [
  ["es-MX", "es"],
  ["ar-EG", "ar"],
  ["fr-CH", "fr"],
  ["de-DE", "en"],
]) {
  test.describe(`a browser in ${locale}`, () => {
    test.use({ browsing: { locale } });
    test(`is spoken to in ${lang}`, async ({ reader }) => {
      await reader.visit();
      await speaks(reader.page, lang);
    });
  });
}

test("no two languages say the same, and none shows its keys or its patterns", async ({ reader }) => {
  // Ten pages in four languages.
  test.slow();
  const said = {};
  for (const lang of LANGUAGES) {
    for (const [address, key] of [
      ["?", "cover.title"],
      ["?all&q=zzz", "list.title"],
      ["?timeline", "mx.title"],
      ["?compare=ns-au,ns-se,group-eu-member-states", "compare.title"],
      ["?party=ns-au", null],
      ["?brief&party=group-eu-member-states", null],
      ["?copy", "copy.title"],
      ["?about", "about.title"],
      ["?pledge=nobody", "not-found.title"],
      ["?pledge=32IC-regional-protection", null],
    ]) {
      await reader.visit(`${address === "?" ? "?" : `${address}&`}lang=${lang}`);
      await expect(reader.page.getByRole("banner").getByText(/\d{4}/), "the copy's day").toBeVisible();
      if (key) await speaks(reader.page, lang, key);
      const text = await reader.page.locator("body").innerText();
      expect(text, `${lang} ${address}`).not.toMatch(/[{}]|\bundefined\b|\bNaN\b|#(?!\w)/);
      for (const name of Object.keys(WORDS.en))
        expect(text.includes(name) && name.includes("."), `${lang} ${address} shows ${name}`).toBe(false);
      (said[address] ??= []).push(text);
    }
  }
  for (const texts of Object.values(said)) expect(new Set(texts).size).toBe(LANGUAGES.length);
});

test("dates and numbers are written as the language does, in Latin digits", async ({ reader }) => {
  const days = [];
  for (const [lang, report, size] of [
    ["en", /^17 December 2015$/, /\d kB$/],
    ["fr", /^17 décembre 2015$/, /\d\sko$/],
    ["es", /^17 de diciembre de 2015$/, /\d\skB$/],
    ["ar", /^17 ديسمبر 2015$|^17 كانون الأول\/ديسمبر 2015$/, /\d/],
  ]) {
    const frame = new Frame(reader.page, names(lang));
    await reader.visit(`?pledge=32IC-regional-protection&lang=${lang}`);
    await expect(frame.fact(WORDS[lang]["fact.submitted"])).toHaveText(report);
    await reader.visit(`?copy&lang=${lang}`);
    await expect(frame.fact(WORDS[lang]["copy.row-size"])).toHaveText(size);
    const text = await reader.page.locator("body").innerText();
    expect(text, "no other digits").not.toMatch(/[٠-٩۰-۹]/);
    const day = frame.fact(WORDS[lang]["copy.row-as-of"]);
    await expect(day).toHaveText(/2026/);
    days.push(await day.innerText());
  }
  expect(new Set(days).size).toBe(4);
});

test("a language whose file does not come leaves the old one, also in the menu", async ({ reader, faulty }) => {
  reader.expectErrors(NETWORK);
  const rule = faulty.on(/\/i18n\/fr-/, notFound());
  await new Cover(reader.page).open(reader);
  const asked = faulty.count(/\/i18n\/fr-/);
  await new Frame(reader.page).chooseLanguage("fr");
  await expect.poll(() => faulty.count(/\/i18n\/fr-/)).toBeGreaterThan(asked);
  await speaks(reader.page, "en");
  rule.end();
  await new Frame(reader.page).chooseLanguage("es");
  await speaks(reader.page, "es");
});

test("an address that asks for a language whose file does not come is shown in another", async ({ reader, faulty }) => {
  reader.expectErrors(NETWORK);
  faulty.on(/\/i18n\/ar-/, notFound());
  await reader.visit("?lang=ar");
  await speaks(reader.page, "en");
});

test("a browser that keeps no settings is spoken to in its own language, and the menu works", async ({ reader }) => {
  await reader.page.addInitScript(() =>
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
    }),
  );
  await reader.visit();
  await speaks(reader.page, "en");
  await new Frame(reader.page).chooseLanguage("fr");
  await speaks(reader.page, "fr");
});

test("all four are there without a network after a visit in one", async ({ reader, faulty }) => {
  await visitOnce(reader);
  await faulty.stop();
  await reader.close();
  for (const [locale, lang] of [
    ["ar", "ar"],
    ["es-AR", "es"],
    ["fr", "fr"],
  ]) {
    const other = new Reader(reader.profile, reader.url, { locale });
    await other.open();
    other.expectErrors(NETWORK);
    await other.visit();
    await speaks(other.page, lang);
    await expect(other.page.getByRole("main")).toContainText("75");
    await other.close();
    expect(other.errors).toEqual([]);
  }
});

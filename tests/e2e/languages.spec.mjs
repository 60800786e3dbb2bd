// The words of the interface: the build makes them in two places (build.rs and tools/site/languages.mjs), which agree.
import { readFile } from "node:fs/promises";
import { expect, test } from "./support/test.mjs";
import { Cover } from "./pages/cover.mjs";

for (const [lang, dir] of [["en", "ltr"], ["fr", "ltr"], ["es", "ltr"], ["ar", "rtl"]]) {
  test(`the cover has its own words: ${lang}`, async ({ reader, faulty }) => {
    const words = JSON.parse(await readFile(new URL(`../../locales/${lang}.json`, import.meta.url), "utf8"));
    const cover = new Cover(reader.page, { search: words["search.label"], language: words["nav.language"] });
    await cover.open(reader, `?lang=${lang}`);
    await expect(cover.title).toHaveText(words["cover.title"]);
    await expect(cover.searchBox).toBeVisible();
    await expect(cover.language).toHaveValue(lang);
    await expect(reader.page.locator("html")).toHaveAttribute("lang", lang);
    await expect(reader.page.locator("html")).toHaveAttribute("dir", dir);
    const asked = faulty.requests.map(({ path }) => path).filter((path) => path.startsWith("/i18n/"));
    expect(asked[0], "no other language comes first").toContain(`/i18n/${lang}-`);
  });
}

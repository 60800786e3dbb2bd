// The copy as a file: saved here, brought in there, with no network in between; and what is wrong with a file is said, and
// changes nothing.
import { expect, test } from "./support/test.mjs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Copy } from "./pages/copy.mjs";
import { FEED, MANIFEST, PARTS, part } from "./support/feed.mjs";
import { Gate } from "./support/gate.mjs";
import { LAPTOP, NETWORK, PHONE } from "./support/browser.mjs";
import { List } from "./pages/list.mjs";
import { Removed, remove } from "./pages/removed.mjs";
import { WORDS } from "./support/words.mjs";
import { bundle, stored, unbundle } from "./support/bundle.mjs";
import { focused, tabTo } from "./support/keyboard.mjs";
import { hasNoViolations } from "./support/axe.mjs";
import { hang, refuse } from "./support/faulty.mjs";
import { visitOnce } from "./support/visits.mjs";

const CHANGED = "33IC-australia-pacific-localisation";
const REMOVED = "31IC-P2403";
const TITLE = "Pacific localisation, told anew";

const retitle = (desk) =>
  desk.edit("pledges.ndjson", (pledges) =>
    pledges.map((record) => (record.id === CHANGED ? { ...record, title: TITLE } : record)),
  );

// The feed is not to be had; the app is.
const withoutALine = (reader, faulty) => {
  reader.expectErrors(NETWORK);
  return faulty.on(FEED, refuse());
};

async function searches(reader, pledges = 75) {
  const list = new List(reader.page);
  await list.open(reader);
  await list.shows(pledges);
  await list.searchBox.fill("regional protection");
  await expect(list.row("Regional Protection")).toBeVisible();
}

test("the copy is saved as a file that any tar opens: the manifest first, then the parts, byte for byte", async ({
  reader,
  desk,
  folder,
}) => {
  await visitOnce(reader);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  const path = await copy.save(folder);
  const manifest = await desk.manifest();
  expect(path).toMatch(new RegExp(`/pledgebook-${manifest.as_of ?? manifest.generated.slice(0, 10)}\\.pledges\\.tgz$`));
  const { names, read } = await unbundle(path, folder);
  expect(names).toEqual(["manifest.json", ...manifest.parts.map((entry) => entry.path)]);
  for (const name of names) {
    expect((await read(name)).equals(await readFile(join(desk.feed, name))), name).toBe(true);
  }
  await copy.open(reader);
  const again = await copy.save(join(folder, "again"));
  expect((await stat(again)).size).toBe((await stat(path)).size);
  await copy.bring(again);
  await copy.tells(/^This copy is already as new as the file: both were published on /);
});

test("what one browser saved is all that another needs, which has never had a line", async ({ reader, faulty, folder }) => {
  await visitOnce(reader);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  const path = await copy.save(folder);
  const before = await stored(reader.page);
  await reader.close();

  faulty.forget();
  reader.profile = join(folder, "another profile");
  await reader.open();
  withoutALine(reader, faulty);
  const there = new Copy(reader.page);
  await there.open(reader);
  await expect(there.main).toContainText("Nothing has been copied to this device yet.");
  await expect(there.saveFile).toHaveCount(0);
  await there.bring(path);
  await there.tells(/^The copy was brought in from the file: it is what was published on /);
  await expect(there.main).toContainText("All the pledges that were published are on this device.");
  await expect(there.fact("Holds")).toHaveText(/^75 pledges/);
  await expect(there.saveFile).toBeVisible();
  await searches(reader);
  expect(faulty.count(PARTS), "nothing came by the line").toBe(0);
  const after = await stored(reader.page);
  expect(after.parts).toEqual(before.parts);
  expect(after.meta.current).toBe(before.meta.current);
  expect(after.meta.pending).toBeUndefined();
  expect(after.meta["copied-at"], "as old as what was published").toBe(Date.parse(JSON.parse(after.meta.current).generated));

  // A browser that starts anew has it still.
  await reader.close();
  await reader.open();
  await searches(reader);
});

for (const [what, silent] of [["the line brings some of it and then nothing", PARTS], ["not even the manifest comes", MANIFEST]]) {
  test(`a file is brought in at once although ${what}`, async ({ reader, desk, faulty, folder }) => {
    const path = await bundle(desk, folder, "whole");
    reader.expectErrors(NETWORK);
    faulty.on(silent, hang(10));
    const copy = new Copy(reader.page);
    await copy.open(reader);
    await expect.poll(() => faulty.count(silent)).toBeGreaterThan(0);
    await copy.bring(path);
    await copy.tells(/^The copy was brought in from the file/);
    await expect(copy.fact("Holds")).toHaveText(/^75 pledges/);
    await copy.says("All the pledges that were published are on this device.");
  });
}

test("a newer file takes the place of the copy, and its removals apply", async ({ reader, desk, faulty, folder }) => {
  await visitOnce(reader);
  await retitle(desk);
  await remove(desk, { id: REMOVED });
  await desk.publish();
  const path = await bundle(desk, folder, "newer");
  withoutALine(reader, faulty);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await copy.bring(path);
  await copy.tells(/^The copy was brought in from the file/);
  await searches(reader, 74);
  await new List(reader.page).searchBox.fill("localisation anew");
  await expect(new List(reader.page).row(TITLE)).toBeVisible();
  const gone = new Removed(reader.page);
  await gone.open(reader, REMOVED);
  await expect(gone.title).toHaveText("Removed by the organisers");
  expect((await stored(reader.page)).meta.current).toBe(await readFile(join(desk.feed, "manifest.json"), "utf8"));
});

test("an older file, another publication's and one that undoes a removal are refused with both dates", async ({
  reader,
  desk,
  faulty,
  folder,
}) => {
  await remove(desk, { id: REMOVED });
  await desk.publish();
  const { seq, generated } = await desk.manifest();
  await visitOnce(reader);
  withoutALine(reader, faulty);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.");
  const before = await stored(reader.page);
  const [, month, day] = /-(\d+)-(\d+)T/.exec(generated).map(Number);
  const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const own = `this copy on ${day} ${months[month - 1]} ${new Date(generated).getFullYear()}`;
  for (const [name, change, says] of [
    ["older", { seq: seq - 10 }, "The file is older than this copy and was not brought in."],
    ["other", { seq: seq + 10, feed: "3f2504e0-4f89-41d3-9a0c-0305e82c3301" }, "The file holds the pledges of another publication"],
    ["undoes", { seq: seq + 10, removed: [] }, "The file would bring back something that was removed"],
  ]) {
    const path = await bundle(desk, folder, name, {
      change: (manifest) => void Object.assign(manifest, change, { generated: "2026-03-05T12:00:00Z" }),
    });
    await copy.bring(path);
    await copy.tells(says);
    await copy.tells("The file was published on 5 March 2026");
    await copy.tells(own);
    expect(await stored(reader.page), name).toEqual(before);
  }
});

test("a file with a fault is said to have it, and the copy is as before", async ({ reader, desk, faulty, folder }) => {
  test.setTimeout(120_000);
  await visitOnce(reader);
  await retitle(desk);
  await remove(desk, { id: REMOVED });
  await desk.publish();
  withoutALine(reader, faulty);
  const good = await readFile(await bundle(desk, folder, "good"));
  const file = async (name, bytes) => {
    await writeFile(join(folder, name), bytes);
    return join(folder, name);
  };
  const flipped = (at) => {
    const bytes = Buffer.from(good);
    bytes[at] ^= 1;
    return bytes;
  };
  const firstPart = (parts) => Object.keys(parts)[0];
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.");
  const before = await stored(reader.page);
  for (const [what, path, says] of [
    ["cut short", await file("short.tgz", good.subarray(0, good.length / 2)), "damaged, or was not copied whole"],
    ["cut near its end", await file("end.tgz", good.subarray(0, -4)), "damaged, or was not copied whole"],
    ["a byte changed", await file("byte.tgz", flipped(Math.floor(good.length * 0.7))), /damaged, or was not copied whole|is not what it should be/],
    ["a text", await file("text.txt", "hello ".repeat(1000)), "This file is not a copy of the pledges."],
    ["a zip", await file("a.zip", Buffer.from("504b0304140000000800", "hex")), "This file is not a copy of the pledges."],
    ["nothing", await file("empty.tgz", ""), "This file is not a copy of the pledges."],
    [
      "a part damaged before it was packed",
      await bundle(desk, folder, "damaged", { change: (_, parts) => void (parts[firstPart(parts)][10] ^= 1) }),
      "A part in the file is not what it should be.",
    ],
    [
      "a part missing",
      await bundle(desk, folder, "lacks", { change: (_, parts) => void delete parts[firstPart(parts)] }),
      "The file is not whole: 1 part is missing in it.",
    ],
    [
      "the manifest last",
      await bundle(desk, folder, "last", { order: (names) => [...names].reverse() }),
      "This file is not a copy of the pledges.",
    ],
    [
      "a later format",
      await bundle(desk, folder, "later", { change: (manifest) => void (manifest.format = "pledge-feed/2") }),
      "This app is too old for the file.",
    ],
  ]) {
    await copy.bring(path);
    await copy.tells(says);
    expect(await stored(reader.page), what).toEqual(before);
    await expect(copy.fact("Holds"), what).toHaveText(/^75 pledges/);
  }
  // And a good one is still taken.
  await copy.bring(join(folder, "good.pledges.tgz"));
  await copy.tells(/^The copy was brought in/);
  await expect(copy.fact("Holds")).toHaveText(/^74 pledges/);
});

test("on a first visit a file with a fault leaves nothing behind", async ({ reader, desk, faulty, folder }) => {
  withoutALine(reader, faulty);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.");
  const good = await bundle(desk, folder, "good");
  await writeFile(join(folder, "short.tgz"), (await readFile(good)).subarray(0, -2000));
  await copy.bring(join(folder, "short.tgz"));
  await copy.tells("damaged, or was not copied whole");
  expect(await stored(reader.page)).toEqual({ meta: {}, parts: {} });
  await expect(copy.main).toContainText("Nothing has been copied to this device yet.");
});

test("what a sync left out is taken from the file, and no file is made of a copy with gaps (N14)", async ({
  reader,
  desk,
  faulty,
  folder,
}) => {
  await visitOnce(reader);
  await remove(desk, { id: REMOVED });
  await desk.publish();
  const path = await bundle(desk, folder, "newer");
  reader.expectErrors(NETWORK);
  faulty.on(PARTS, refuse());
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await copy.says(/^This copy can be saved as a file once it is whole: /);
  await expect(copy.saveFile).toHaveCount(0);
  await expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.");
  await copy.bring(path);
  await copy.tells(/^The copy was brought in/);
  await expect(copy.saveFile).toBeVisible();
  await expect(copy.fact("Holds")).toHaveText(/^74 pledges/);
  const { names } = await unbundle(await copy.save(folder), folder);
  expect(names).toHaveLength(1 + (await desk.manifest()).parts.length);
});

test("an older file gives what it has of a newer copy that a bad line does not bring, and nothing that was changed", async ({ reader, desk, faulty, folder }) => {
  const path = await bundle(desk, folder, "older");
  await retitle(desk);
  await desk.publish();
  reader.expectErrors(NETWORK);
  const silence = faulty.on(PARTS, refuse());
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.");
  await expect(copy.fact("Complete")).toHaveText("0 of 7 parts");
  await copy.bring(path);
  await copy.tells("The file is older than the copy that is coming. What it has of that was taken: 6 of 7 parts are here now, and the rest comes by the line.");
  await expect(copy.fact("Holds")).toHaveText(/^57 pledges/);
  await expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.");
  silence.end();
  faulty.forget();
  await copy.lookAgain.click();
  await expect(copy.fact("Holds")).toHaveText(/^75 pledges/);
  expect(faulty.count(PARTS), "nothing comes twice").toBe(1);
  const list = new List(reader.page);
  await list.open(reader);
  await list.searchBox.fill("told anew");
  await expect(list.row(TITLE)).toBeVisible();
});

test("another tab that copies is not disturbed: the file waits for its end", async ({ reader, desk, faulty, folder }) => {
  const gate = new Gate();
  faulty.on(part("33IC"), gate.act);
  const path = await bundle(desk, folder, "same");
  await reader.visit("?all");
  await gate.holds(1);
  const copy = new Copy(await reader.newTab());
  await copy.open(reader);
  await copy.bring(path);
  await copy.tells("The file is good. It is brought in as soon as this device has finished looking for a newer copy.");
  await expect(copy.main).not.toContainText("All the pledges that were published are on this device.");
  gate.open();
  // The sync brought the same.
  await copy.tells(/^This copy is already as new as the file/);
});

test("it can be dropped on the page of the copy", async ({ reader, desk, faulty, folder }) => {
  const path = await bundle(desk, folder, "good");
  withoutALine(reader, faulty);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.lastAttempt).toHaveText("There is no network, or the server does not answer.");
  await copy.drop(await readFile(path));
  await copy.tells(/^The copy was brought in/);
  await expect(copy.fact("Holds")).toHaveText(/^75 pledges/);
});

test("both are reached and used with the keyboard", async ({ reader, folder }) => {
  await visitOnce(reader);
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await tabTo(reader.page, "Use this choice");
  const reached = [];
  for (let n = 0; n < 3; n++) {
    await reader.page.keyboard.press("Tab");
    reached.push(await focused(reader.page));
  }
  const names = reached.map((stop) => stop?.name);
  expect(names.slice(0, 2)).toEqual(["Save this copy as a file", "Bring in a copy from a file"]);
  expect(reached.slice(0, 2).every((stop) => stop.seen && stop.outlined)).toBe(true);

  await copy.saveFile.focus();
  const download = reader.page.waitForEvent("download");
  await reader.page.keyboard.press("Enter");
  const path = join(folder, "saved.tgz");
  await (await download).saveAs(path);
  await copy.tells(/^The file is made/);
  await expect(copy.saveFile).toBeFocused();
  await copy.bringFile.focus();
  const chooser = reader.page.waitForEvent("filechooser");
  await reader.page.keyboard.press("Space");
  await (await chooser).setFiles(path);
  await copy.tells(/^This copy is already as new/);
  await expect(copy.bringFile).toBeFocused();
});

test("a browser that can neither pack nor unpack says so", async ({ reader }) => {
  await reader.page.addInitScript(() => {
    delete globalThis.CompressionStream;
    delete globalThis.DecompressionStream;
  });
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await copy.isCopied();
  await copy.says("This browser cannot make such a file; a newer one can.");
  await copy.says("This browser cannot open such a file; a newer one can.");
  await expect(copy.saveFile).toHaveCount(0);
  await expect(copy.bringFile).toHaveCount(0);
});

for (const [lang, viewport, colorScheme] of [
  ["en", LAPTOP, "light"],
  ["en", PHONE, "dark"],
  ["ar", PHONE, "light"],
  ["ar", LAPTOP, "dark"],
]) {
  test.describe(`${lang}, ${viewport.width} px, ${colorScheme}`, () => {
    test.use({ browsing: { viewport, colorScheme } });

    test("axe finds nothing while a file is refused", async ({ reader, desk, folder }) => {
      const path = await bundle(desk, folder, "older", {
        change: (manifest) => void Object.assign(manifest, { seq: 5, generated: "2026-03-05T12:00:00Z" }),
      });
      await reader.visit(`?copy&lang=${lang}`);
      const copy = new Copy(reader.page, {}, WORDS[lang]);
      await expect(copy.saveFile).toBeVisible();
      await copy.bring(path);
      await copy.tells(WORDS[lang]["bundle.older"].slice(0, 20));
      await hasNoViolations(reader.page, "refused");
      await copy.hasNoSidewaysScroll();
      if (process.env.SHOTS) {
        await reader.page.screenshot({ path: join(process.env.SHOTS, `${lang}-${viewport.width}-${colorScheme}.png`), fullPage: true });
      }
    });
  });
}

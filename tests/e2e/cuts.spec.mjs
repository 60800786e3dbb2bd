// Copying that is cut off: by a line that breaks, by closing the page, by the power (N10, N11).
import { expect, test } from "./support/test.mjs";
import { FEED, MANIFEST, PARTS, pledgesIn } from "./support/feed.mjs";
import { Gate } from "./support/gate.mjs";
import { List } from "./pages/list.mjs";
import { NETWORK } from "./support/browser.mjs";
import { visitOnce } from "./support/visits.mjs";

const here = (list, have) => expect(list.header.getByRole("link", { name: `${have} of 7 parts` })).toBeVisible();

test("a first download that is cut at four of seven parts goes on where it was, and fetches nothing twice", async ({
  reader,
  faulty,
}) => {
  const gate = new Gate();
  faulty.on(PARTS, gate.act);
  const first = new List(reader.page);
  await first.open(reader);
  gate.letGo(4);
  await here(first, 4);
  await gate.holds(3);
  const begun = faulty.requests.map(({ path }) => path).filter((path) => PARTS.test(path));
  await reader.close();

  faulty.heal();
  faulty.forget();
  await reader.open();
  const list = new List(reader.page);
  await list.open(reader);
  await list.isCopied();
  await list.shows(75);
  const fetched = faulty.requests.map(({ path }) => path).filter((path) => PARTS.test(path));
  expect(fetched.sort(), "only those that had not come").toEqual(begun.slice(4).sort());
});

test("a first download that the power cut off shows what has come, and says how much that is", async ({
  reader,
  faulty,
}) => {
  const gate = new Gate();
  faulty.on(PARTS, gate.act);
  const first = new List(reader.page);
  await first.open(reader);
  await gate.holds(3);
  for (const have of [1, 2, 3, 4]) {
    gate.letGo();
    await here(first, have);
  }
  const come = faulty.requests
    .map(({ path }) => path)
    .filter((path) => PARTS.test(path))
    .slice(0, 4);
  await reader.kill();

  faulty.heal();
  const silent = faulty.on(FEED, () => new Promise(() => {}));
  await reader.open();
  const list = new List(reader.page);
  await list.open(reader);
  await here(list, 4);
  await list.shows(pledgesIn(come));
  await list.says("The pledges are being copied to this device: 4 of 7 parts are here.");

  silent.end();
  faulty.forget();
  await list.open(reader);
  await list.isCopied();
  await list.shows(75);
  expect(faulty.count(PARTS)).toBe(3);
});

test.describe("the power goes while a newer feed is being copied", () => {
  // One title of each Conference changes: five parts of seven. A search finds all the changes or none.
  const WORD = "secondprinting";
  const republish = async (desk) => {
    const changed = new Set();
    await desk.edit("pledges.ndjson", (pledges) =>
      pledges.map((record) => {
        if (changed.has(record.edition)) return record;
        changed.add(record.edition);
        return { ...record, title: `${record.title ?? "Untitled"} ${WORD}` };
      }),
    );
    expect(changed.size).toBe(5);
    await desk.publish();
  };
  const banner = (list, have) => list.says(`The pledges are being copied to this device: ${have} of 7 parts are here.`);

  // When it goes, how many parts are stored by then, and which copy may be found afterwards: the old one, the new one.
  for (const [when, until, stored, copies] of [
    ["before the manifest has come", (_, manifest) => manifest.holds(1), 0, ["old"]],
    [
      "before the first part has come",
      async (_, manifest, parts) => (manifest.open(), await parts.holds(3)),
      0,
      ["old"],
    ],
    [
      "after two parts",
      async (list, manifest, parts) => (manifest.open(), parts.letGo(2), await banner(list, 4)),
      2,
      ["old"],
    ],
    [
      "before the last part has come",
      async (list, manifest, parts) => (manifest.open(), parts.letGo(4), await banner(list, 6)),
      4,
      ["old"],
    ],
    [
      "as the last part comes",
      async (_, manifest, parts, faulty) => {
        manifest.open();
        parts.letGo(4);
        await expect.poll(() => faulty.count(PARTS)).toBe(5);
        await parts.holds(1);
        parts.open();
      },
      undefined,
      ["old", "new"],
    ],
    [
      "as soon as the new copy is shown",
      async (list, manifest, parts) => (manifest.open(), parts.open(), await list.isCopied(), await list.shows(5)),
      5,
      ["new"],
    ],
  ]) {
    test(`${when}: the next start has ${copies.join(" or ")} copy, whole, and goes on from there`, async ({
      reader,
      desk,
      faulty,
    }) => {
      await visitOnce(reader);
      await republish(desk);
      const [manifest, parts] = [new Gate(), new Gate()];
      faulty.on(MANIFEST, manifest.act);
      faulty.on(PARTS, parts.act);
      faulty.forget();
      const before = new List(reader.page);
      await before.open(reader, `?q=${WORD}`);
      await until(before, manifest, parts, faulty);
      await reader.kill();
      await faulty.stop();

      await reader.open();
      reader.expectErrors(NETWORK);
      const list = new List(reader.page);
      await list.open(reader);
      await expect(list.offlineSign).toBeVisible();
      await list.shows(75);
      await list.searchBox.fill(WORD);
      await expect(list.countLine).toContainText(WORD);
      const found = await list.count();
      expect(copies.map((copy) => ({ old: 0, new: 5 })[copy])).toContain(found);

      faulty.heal();
      faulty.forget();
      await faulty.start();
      await list.open(reader, `?q=${WORD}`);
      await list.isCopied();
      await list.shows(5);
      if (stored !== undefined) expect(faulty.count(PARTS), "what is stored is not fetched again").toBe(5 - stored);
    });
  }
});

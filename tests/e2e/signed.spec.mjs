// A site that was built with two public keys: nothing unsigned enters (N15). tools/build.sh signed makes the site and the keys.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { promisify } from "node:util";
import { readFile } from "node:fs/promises";
import { expect, test as base } from "./support/test.mjs";
import { alter, change, html, notFound } from "./support/faulty.mjs";
import { bundle, unbundle } from "./support/bundle.mjs";
import { Copy } from "./pages/copy.mjs";
import { Desk } from "./support/desk.mjs";
import { List } from "./pages/list.mjs";
import { MANIFEST, PARTS } from "./support/feed.mjs";
import { NETWORK } from "./support/browser.mjs";

const run = promisify(execFile);
const SIGNED = process.env.SIGNED ?? fileURLToPath(new URL("../../.run/signed/", import.meta.url));
const SIGNATURE = "/feed/manifest.json.minisig";
const REFUSED = "The pledges came without the right signature. They were refused.";
const key = (name) => join(SIGNED, `${name}.key`);

const test = base.extend({
  desk: async ({ folder }, use) => {
    const desk = new Desk(folder, { site: join(SIGNED, "site") });
    await desk.publish("--key", key("old"));
    await desk.start();
    await use(desk);
    await desk.stop("SIGKILL");
  },
});

const retitle = (desk, title) => desk.edit("pledges.ndjson", (pledges) => pledges.map((record, n) => (n === 0 ? { ...record, title } : record)));

const hasCopy = async (reader) => {
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.fact("Complete")).toHaveText("7 of 7 parts");
  await expect(copy.fact("Holds")).toContainText("75 pledges");
  return copy;
};

test("a signed feed is copied, also after the key was changed for the other, and is saved with its signature", async ({ reader, desk, folder }) => {
  let copy = await hasCopy(reader);
  await retitle(desk, "Signed by the new key");
  await desk.publish("--key", key("new"));
  await copy.lookAgain.click();
  await expect(copy.section("What changed since you last looked")).toContainText("Changed pledges: 1");
  const path = await copy.save(folder);
  const { names, read } = await unbundle(path, folder);
  expect(names.slice(0, 2)).toEqual(["manifest.json", "manifest.json.minisig"]);
  expect(await read("manifest.json.minisig")).toEqual(await readFile(join(desk.feed, "manifest.json.minisig")));
});

for (const [what, harm] of [
  ["is missing", (faulty) => faulty.on(SIGNATURE, notFound())],
  ["is a page of somebody's network", (faulty) => faulty.on(SIGNATURE, html())],
  ["has another byte", (faulty) => faulty.on(SIGNATURE, alter(150))],
  ["is that of another manifest", (faulty) => faulty.on(MANIFEST, change(({ body, ...rest }) => ({ ...rest, body: String(body).replace('"official":false', '"official":true') })))],
]) {
  test(`a signature that ${what}: both files are asked for once more together, and refused; the copy stays`, async ({ reader, desk, faulty }) => {
    await hasCopy(reader);
    await retitle(desk, "A title that nobody signed");
    await desk.publish("--key", key("old"));
    reader.expectErrors(NETWORK);
    harm(faulty);
    faulty.forget();
    const list = new List(reader.page);
    await list.open(reader);
    await list.says(new RegExp(REFUSED));
    await list.shows(75);
    await expect(reader.page.getByText("A title that nobody signed")).toHaveCount(0);
    await expect.poll(() => [faulty.count(MANIFEST), faulty.count(SIGNATURE), faulty.count(PARTS)]).toEqual([2, 2, 0]);

    faulty.heal();
    const copy = new Copy(reader.page);
    await copy.open(reader);
    await expect(copy.section("What changed since you last looked")).toContainText("Changed pledges: 1");
  });
}

test("on a first visit nothing is shown that nobody signed", async ({ reader, desk, faulty }) => {
  reader.expectErrors(NETWORK);
  faulty.on(SIGNATURE, notFound());
  const list = new List(reader.page);
  await list.open(reader);
  await list.says(new RegExp(REFUSED));
  expect(faulty.count(PARTS)).toBe(0);
  await expect(list.rows).toHaveCount(0);
});

test("a publication between the two files is no forgery", async ({ reader, desk, faulty }) => {
  await hasCopy(reader);
  const old = await readFile(join(desk.feed, "manifest.json.minisig"));
  await retitle(desk, "Published in between");
  await desk.publish("--key", key("old"));
  faulty.on(SIGNATURE, change((answer) => ({ ...answer, body: old })), { times: 1 });
  const copy = new Copy(reader.page);
  await copy.open(reader);
  await expect(copy.lastAttempt).toHaveText("Nothing newer was published.");
  await expect(copy.section("What changed since you last looked")).toContainText("Changed pledges: 1");
});

test("a file is taken only if one of the keys signed it", async ({ reader, desk, faulty, folder }) => {
  const copy = await hasCopy(reader);
  await retitle(desk, "Carried on a stick");
  await desk.publish("--key", key("old"));
  const good = await bundle(desk, folder, "good");
  const changed = await bundle(desk, folder, "changed", { change: () => {} }); // the same, made by hand: without the signature
  reader.expectErrors(NETWORK);
  await faulty.stop();
  const UNSIGNED = "This file is not signed by the publisher of this book, or was changed on its way. It was not taken.";
  await copy.bring(changed);
  await copy.tells(UNSIGNED);
  await desk.publish("--key", key("stranger"));
  await copy.bring(await bundle(desk, folder, "stranger"));
  await copy.tells(UNSIGNED);
  await expect(copy.section("What changed since you last looked")).toContainText("Nothing has changed");
  await copy.bring(good);
  await copy.tells(/^The copy was brought in/);
  await expect(copy.section("What changed since you last looked")).toContainText("Changed pledges: 1");
});

test("a signature is what the ordinary format says: the desk's own key verifies it", async ({ desk, reader }) => {
  const text = await readFile(join(desk.feed, "manifest.json.minisig"), "utf8");
  expect(text.split("\n")[0]).toMatch(/^untrusted comment: /);
  expect(text).toMatch(/\ntrusted comment: .*seq/);
  const { stdout } = await run("sh", ["-c", "command -v minisign || true"]);
  // The ordinary tool, where there is one, says so, too.
  if (stdout.trim()) await run("minisign", ["-Vm", join(desk.feed, "manifest.json"), "-p", `${key("old")}.pub`]);
  await hasCopy(reader);
});

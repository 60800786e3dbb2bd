// What a server gets to serve: one chain of files that fit together, and nothing that the policy would have to allow.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "./support/test.mjs";
import { Cover } from "./pages/cover.mjs";

test("the page has no inline script or style, and a policy that would refuse one", async ({ desk }) => {
  const page = await readFile(join(desk.site, "index.html"), "utf8");
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|data-trunk/i);
  const policy = page.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1];
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'/);
});

test("every address in the page is relative and there", async ({ desk }) => {
  const page = await readFile(join(desk.site, "index.html"), "utf8");
  const names = [...page.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, name]) => name).filter((name) => !name.startsWith("feed/"));
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) await readFile(join(desk.site, name));
  const site = await readdir(desk.site, { recursive: true });
  expect(site.filter((name) => /trunk|snippets|\.d\.ts|\.map$/.test(name))).toEqual([]);
});

test("a first visit fetches each file of the app once", async ({ reader, faulty }) => {
  await new Cover(reader.page).open(reader);
  for (const file of [/\/app-.*\.wasm$/, /\/start-.*\.js$/, /\/boot-.*\.js$/, /\/app-.*\.css$/]) expect(faulty.count(file), String(file)).toBe(1);
});

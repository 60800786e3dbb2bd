// The site in a folder of a server that knows nothing of it, with the feed beside it.
import { expect, test } from "./support/test.mjs";
import { join } from "node:path";
import { Cover } from "./pages/cover.mjs";
import { List } from "./pages/list.mjs";
import { NETWORK, Reader } from "./support/browser.mjs";
import { PlainServer } from "./support/plain-server.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { visitOnce } from "./support/visits.mjs";

for (const folder of ["/a b/é/", "/livre/", "/"]) {
  test(`in ${folder} of a plain server every page opens, and again without the server`, async ({
    desk,
    folder: tmp,
  }) => {
    const server = new PlainServer(folder, { site: desk.site, feed: desk.feed });
    await server.start();
    const reader = new Reader(join(tmp, "profile"), server.url);
    await reader.open();
    await visitOnce(reader);
    await new Cover(reader.page).row("5 Conferences", "32nd Conference").getByRole("link").click();
    await new List(reader.page).shows(16);
    expect(new URL(reader.page.url()).pathname).toBe(encodeURI(folder));
    expect(
      server.requests.filter((path) => !path.startsWith(folder)),
      "nothing outside the folder is asked for",
    ).toEqual([]);

    await server.stop();
    await reader.reopen();
    reader.expectErrors(NETWORK);
    const pledge = new Pledge(reader.page);
    await pledge.open(reader, "32IC-regional-protection");
    await pledge.isTitled("Regional Protection");
    await expect(pledge.offlineSign).toBeVisible();
    await pledge.header.getByRole("link", { name: "Pledges", exact: true }).click();
    const list = new List(reader.page);
    await list.shows(75);
    await list.next.click();
    await list.isPage(2, 4);
    await reader.page.reload();
    await list.isPage(2, 4);
    await reader.close();
    expect(reader.errors).toEqual([]);
  });
}

test("two books on one server keep their copies apart", async ({ desk, folder }) => {
  const servers = [];
  for (const name of ["/one/", "/two/"]) servers.push(new PlainServer(name, { site: desk.site, feed: desk.feed }));
  // One origin: the second answers for the first, too.
  const [one, two] = servers;
  await one.start();
  const reader = new Reader(join(folder, "profile"), one.url);
  await reader.open();
  await visitOnce(reader);
  await one.stop();
  two.port = one.port;
  await two.start();
  const list = new List(reader.page);
  await reader.page.goto(two.url + "?all");
  await list.isCopied();
  await list.shows(75);
  expect(
    two.requests.filter((path) => path.startsWith("/two/feed/parts/")),
    "the second has a copy of its own",
  ).toHaveLength(7);
  const databases = (await reader.page.evaluate(() => indexedDB.databases())).map(({ name }) => name);
  expect(databases.filter((name) => name.endsWith("copy")).sort()).toEqual(["pledgebook/one/copy", "pledgebook/two/copy"]);
  // What a reader flags is kept apart, too: it is opened when there is time.
  expect(databases.filter((name) => !/^pledgebook\/(one|two)\/(copy|mine)$/.test(name))).toEqual([]);
  await reader.close();
  await two.stop();
});

// A clock that is wrong by a year (N13): what is newer is told by the feed's numbers alone, and ages are said with care.
import { expect, test } from "./support/test.mjs";
import { Copy } from "./pages/copy.mjs";
import { List } from "./pages/list.mjs";
import { Flags } from "./pages/flags.mjs";
import { NETWORK } from "./support/browser.mjs";
import { flagOffline, visitOnce } from "./support/visits.mjs";

const YEAR = 365 * 86_400_000;

for (const [what, by, said] of [
  ["back", -YEAR, /by this device’s clock that is in the future/],
  ["forward", YEAR, /\(365 days ago\)/],
]) {
  test(`a clock that jumps a year ${what}: the age is said with care, and a newer feed is taken all the same`, async ({ reader, desk }) => {
    await visitOnce(reader);
    reader.expectErrors(NETWORK);
    await desk.stop();
    await reader.page.clock.setFixedTime(Date.now() + by);
    const copy = new Copy(reader.page);
    await copy.open(reader);
    await expect(copy.main).toContainText(said);
    await expect(copy.main, "nothing is computed from it").not.toContainText(/-\d+ (days|months|years?)|in \d+ (days|months|years?)/);

    await desk.edit("pledges.ndjson", (pledges) => pledges.map((record) => (record.id === "32IC-regional-protection" ? { ...record, title: "A second printing" } : record)));
    await desk.publish();
    await desk.start();
    const list = new List(reader.page);
    await list.open(reader, "?q=second+printing");
    await list.isCopied();
    await expect(list.row("A second printing")).toBeVisible();
  });
}

test("a flag that was to wait until next year, as the clock was wrong, is sent when the clock is right again", async ({ reader, faulty }) => {
  await reader.page.clock.setFixedTime(Date.now() + YEAR);
  await flagOffline(reader, faulty);
  await faulty.start();
  await reader.open();
  await reader.visit("?flags");
  await expect.poll(() => faulty.requests.filter(({ method, path }) => method === "POST" && path === "/flags").length, { timeout: 20_000 }).toBe(1);
  await expect(new Flags(reader.page).waits).toHaveCount(0);
});

// What readers do in many scenarios.
import { expect } from "@playwright/test";
import { Cover } from "../pages/cover.mjs";
import { Flags } from "../pages/flags.mjs";
import { NETWORK } from "./browser.mjs";

// One visit with a network, until everything is on the device: the app and the copy. Returns the day of the copy, as the
// header writes it.
export async function visitOnce(reader) {
  const cover = new Cover(reader.page);
  await cover.open(reader);
  await cover.isCopied();
  await reader.untilKept();
  return (await cover.copySign.innerText()).replace(/^Copy of /, "");
}

// A flag that is finished without a network, and the browser closed again.
export async function flagOffline(reader, faulty) {
  const flags = new Flags(reader.page);
  await flags.openPledge(reader);
  await reader.untilKept();
  await faulty.stop();
  reader.expectErrors(NETWORK);
  await flags.flag();
  await expect(flags.state).toHaveText(/not sent$/);
  await reader.close();
}

// What readers do in many scenarios.
import { Cover } from "../pages/cover.mjs";

// One visit with a network, until everything is on the device: the app and the copy. Returns the day of the copy, as the
// header writes it.
export async function visitOnce(reader) {
  const cover = new Cover(reader.page);
  await cover.open(reader);
  await cover.isCopied();
  await reader.untilKept();
  return (await cover.copySign.innerText()).replace(/^Copy of /, "");
}

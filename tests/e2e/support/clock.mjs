// The page's clock, put on by hand (after `page.clock.install()`).
import { expect } from "./test.mjs";

// Puts the clock on until `seen` holds. An app counts its patience from the last byte that reached it, and no server knows
// when that was: to put the clock on once, when the server has sent the byte, may be too early.
export const waitOut = (page, seen) =>
  expect(async () => {
    await page.clock.fastForward(7_000);
    await seen();
  }).toPass({ intervals: [200], timeout: 30_000 });

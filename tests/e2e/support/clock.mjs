// The page's clock, put on by hand (after `page.clock.install()`).
import { expect } from "./test.mjs";

// Puts the clock on until `seen` holds. An app counts its patience from the last byte that reached it, and no server knows
// when that was: to put the clock on once, when the server has sent the byte, may be too early. So it may be for what is done
// every minute, of which the last may still be going on.
export const waitOut = (page, seen, step = 7_000) =>
  expect(async () => {
    await page.clock.fastForward(step);
    await seen();
  }).toPass({ intervals: [200], timeout: 30_000 });

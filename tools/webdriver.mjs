// Prints what chromedriver is to start for the wasm tests: this Chromium, with flags that keep it off the network.
// wasm-bindgen-test-runner adds headless, no-sandbox and disable-dev-shm-usage.
import { CHROMIUM_FLAGS } from "./chromium-flags.mjs";

const binary = process.argv[2];
if (!binary) throw new Error("usage: node tools/webdriver.mjs CHROMIUM");
const args = CHROMIUM_FLAGS.map((flag) => flag.replace(/^--/, ""));
console.log(JSON.stringify({ "goog:chromeOptions": { binary, args } }, null, 2));

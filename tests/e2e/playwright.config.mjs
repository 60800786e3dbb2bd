// The browser tests: the real site, a real desk, a real Chromium. `make e2e` runs them on what `make build` left.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.mjs",
  outputDir: "../../test-results",
  // Each test has a desk and a browser of its own; more workers than this only wait for each other on two cores.
  workers: 2,
  fullyParallel: true,
  // Two cores are sometimes too busy for a patient test: one second try, and the report names each that needed it ("flaky").
  retries: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { trace: "off", video: "off", screenshot: "off" },
});

// Draws icons/*.png from the SVG sources with headless Chromium: `make icons`. The results are committed.
import { chromium } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { CHROMIUM_FLAGS } from "./chromium-flags.mjs";

const PICTURES = [
  ["icon.svg", "icon-192.png", 192],
  ["icon.svg", "icon-512.png", 512],
  ["maskable.svg", "maskable-192.png", 192],
  ["maskable.svg", "maskable-512.png", 512],
  ["maskable.svg", "apple-touch-180.png", 180],
];
const icons = new URL("../icons/", import.meta.url);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: CHROMIUM_FLAGS });
try {
  for (const [from, to, size] of PICTURES) {
    const svg = await readFile(new URL(from, icons), "utf8");
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
    await page.screenshot({ path: fileURLToPath(new URL(to, icons)) });
    await page.close();
  }
} finally {
  await browser.close();
}
